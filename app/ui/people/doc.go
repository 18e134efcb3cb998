// Package people is what the page does with people: the panel with the members of the room, what
// can be done with one of them, the card of what they tell of themselves, the list of everyone, finding
// somebody, and bringing them into a room.
//
// People are kept as ids. What they are called and what they may do is asked of the state when
// it is drawn, so that no copy of it can be old.
package people
