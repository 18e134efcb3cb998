// Package between is a proxy between the clients of a load and a server that
// changes the data, so that tests can check that the load generator notices. Only
// tests import it.
package between
