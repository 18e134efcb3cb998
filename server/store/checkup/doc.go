// Package checkup looks at everything a store holds and says what is wrong with
// it. It reads the tables once, from whatever database they are in
// (contents.Source), and holds them against one another: the logs against
// themselves, what became of messages against their logs, counts against what
// they count, and every reference against what it refers to.
//
// The source must be one snapshot; then a server may go on writing meanwhile
// without raising an alarm. What only a database itself can tell, such as a
// torn page, is told by its own package beside this.
//
// # What is hashed
//
// Messages carry no hash of their own: the text is what there is. Of an erased
// message the store keeps 4 bytes of a SHA-256 of its event's id, length and
// text; the text itself being gone, only their presence can be looked at. What
// can be compared are the sums that Look makes of all rows (contents.Sums):
// with those of another database, or of the same one at another time.
//
// # Memory
//
// One bit an event, eight bytes for each that has a cid in the largest room,
// and what the other tables hold, texts apart.
package checkup
