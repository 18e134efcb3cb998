// Package rights says who may do what, in one table. The server decides by it
// (server/chat), and the page hides controls that a person has no right to use
// (app/ui).
//
// A person has a right because of their role in the workspace or because they are the
// host of the room, and only through the kinds of program that the right's row names.
// Rules that depend on more than that, such as who wrote a message, are in
// server/chat.
package rights
