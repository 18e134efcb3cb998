// Package handle makes the names by which people are mentioned. Whoever
// creates a person gets their handle here, so that it follows markup's rule of
// what a mention may name, and nobody is called like the many.
package handle
