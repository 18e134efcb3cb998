// Package local measures servers of its own: it makes a workspace, starts the built program on it,
// and ends both with the measurement. Commands single and standard use it; it is no part of the
// product.
package local
