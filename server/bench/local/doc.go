// Package local measures servers of its own: it creates a workspace, starts the
// built program on it, and removes both after the measurement. Commands single
// and standard use it; it is not part of the product.
package local
