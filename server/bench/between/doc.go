// Package between sits between the clients of a load and a server and changes
// what passes: tests of the load generator must see it notice. It is imported by
// tests only.
package between
