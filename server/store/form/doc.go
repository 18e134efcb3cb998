// Package form is what every implementation of store does in the same way: the
// form in which values are stored, so that rows can be copied from one database
// into another (the JSON of an event's rarer fields, the checksum of an erased
// text, the prefixes by which people are found), and which part of a room's
// history a page is.
package form
