// Package chattest makes small worlds for tests: a workspace on a real store
// with people whose names say what they may do, and the authorization matrix,
// every command by every kind of person, which each transport runs against
// itself with Run.
package chattest
