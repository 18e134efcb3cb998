// Package pin gives a server under load one processor core and its generator
// another, because Confab's budgets are for one core. It works on Linux;
// elsewhere Choose says that it does not.
//
// What a generator starts after Self, such as a database, shares its core.
package pin
