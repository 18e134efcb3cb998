// Package pin puts a server under load on one processor core and its generator on
// another, because Confab's budgets are for one core. It works on Linux;
// elsewhere Choose returns an error.
//
// Processes that a generator starts after Self, such as a database, share its
// core.
package pin
