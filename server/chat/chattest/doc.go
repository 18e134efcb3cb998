// Package chattest builds small worlds for tests: a workspace on a real store
// with one person for each kind of standing, and the authorization matrix, which
// is every command by every kind of person. Each transport runs the matrix
// against itself with Run.
package chattest
