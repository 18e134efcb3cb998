// Package state is what a client knows, as plain data, and the one function
// that changes it: State.Apply. It holds no goroutine, no lock and no clock;
// app/engine owns a State and decides who reads it when.
//
// # What there is
//
// A State has the person's Rooms. A Room has Info, which events keep up to date, and at
// most one window: the Items of every seq from From to To, without gaps. A window is
// live if it reaches the room's Top; new messages then extend it. Otherwise the reader
// has gone back in history, and new messages are only counted until the newer pages are
// loaded. A window has at most WindowMax items; if it grows beyond that, it loses the
// items at the end that is farther from the Anchor, where the reader is.
//
// Pending messages are the outbox of the room: written here and not yet in the log. They
// are shown below a live window. Changes that were made here to messages and are not in
// the log yet are shown too: Timeline, Item and Outbox return items that contain them,
// Items and Pending do not.
//
// # Promises
//
// Apply is idempotent: events up to the Top, inbox entries up to UserTop, pages and
// markers may come again. After the same events the state is the same as one that was
// just fetched, however the history was divided into pages and replays; a property test
// beside server/chat checks that.
//
// An *Item never changes once it is in the state: a change replaces it with another
// Item. A list from Room.Timeline may therefore be kept and compared, by Key for
// identity and by pointer for whether an item has changed.
package state
