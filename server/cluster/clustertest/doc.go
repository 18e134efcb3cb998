// Package clustertest opens links to Redis for tests of those who use one.
package clustertest
