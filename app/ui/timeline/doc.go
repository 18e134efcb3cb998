// Package timeline shows messages as rows: those of a room, or of any other Source. A page may
// have several timelines.
//
// A Timeline manages its rows without go-app's diff, which goes by position: one row put in
// front would draw all others again. It writes the rows that there should be, compares them
// with those that there are (diff.go), and changes the page by the difference. Their HTML
// comes from rowhtml alone.
//
// What can be done with a message is one table (actions.go).
package timeline
