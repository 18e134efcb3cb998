// Package state is what a client knows, as plain data, and the one function
// that changes it: State.Apply. It holds no goroutine, no lock and no clock;
// app/engine owns a State and decides who reads it when.
//
// # What there is
//
// A State has the person's Rooms. A Room has Info, kept up to date by events,
// and at most one window: the Items of every seq from From to To, without a
// hole. A window is live when it reaches the room's Top; new messages then
// extend it. Otherwise the reader has gone back in history, and new messages
// are only counted until the newer pages are loaded. A window is kept to
// WindowMax items by letting go of the end that is farther from the Anchor,
// where the reader is.
//
// Pending messages are the outbox of the room: written here, not yet in the
// log. They stand below a live window.
//
// # Promises
//
// Apply is idempotent: events at or below the Top, inbox entries at or below
// UserTop, pages and markers may come again. After the same events the state
// is the same as one freshly fetched, however the history was cut into pages
// and replays; a property test beside server/chat holds it to that.
//
// An *Item never changes once it is in the state: a change puts another Item
// in its place. So a list from Room.Timeline may be kept and compared, by
// Key for identity and by pointer for "looks the same as before".
package state
