// Package kept is the form in which every implementation of store keeps things,
// so that what one wrote another can be given row by row: the JSON of an
// event's rarer fields, what is left of an erased text, and the words by which
// people are found.
package kept
