// Package clustertest opens links to Redis for tests.
package clustertest
