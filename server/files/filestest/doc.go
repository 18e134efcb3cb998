// Package filestest is the test suite for implementations of files.Store.
package filestest
