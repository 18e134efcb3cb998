// Package kept is what every implementation of store does in the same way: the
// form in which things are kept, so that what one wrote another can be given
// row by row (the JSON of an event's rarer fields, what is left of an erased
// text, the words by which people are found), and which part of a room's
// history a page is.
package kept
