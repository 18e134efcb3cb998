// Package storetest is the suite that every implementation of store passes:
// each method, each documented error, and the promises about order, density
// and durability that the rest of Confab rests on.
package storetest
