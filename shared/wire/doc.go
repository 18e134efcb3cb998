// Package wire is the protocol between Confab's server and its clients: every
// frame, its fields, its codes and what they mean. Both sides are built from
// these types.
package wire
