// Package brokertest is the suite that each implementation of broker.Broker
// passes.
package brokertest
