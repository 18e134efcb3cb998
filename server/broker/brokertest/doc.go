// Package brokertest is the test suite for implementations of broker.Broker.
package brokertest
