// Package engine keeps a client's state up to date with the server: it connects,
// resumes, applies what it receives, sends what the person writes, now or later, and
// stores recent history on the device. It uses neither DOM nor HTTP; what differs
// between a browser and another program is passed in Options.
//
//	e := engine.New(engine.Options{Dialer: d, Device: id.New(), ...})
//	e.Start()
//	defer e.Stop()
//	cid, err := e.Send(room, "hello", 0)
//	e.View(func(s *state.State) { ... s.Rooms[room].Timeline() ... })
//
// # What it promises
//
// A message given to Send is stored before the first byte of it is sent. It is sent
// until the server says that it is in the log, or refuses it for good, also after lost
// acks, reconnects, reloads and closed tabs. It arrives once, and in each room messages
// arrive in the order of sending. A room's window never has a gap or a duplicate.
//
// So are edits, deletions, reactions and pins (Outbox): they wait like messages, are shown
// at once, and are sent in the order in which they were made, each after the message that
// it changes. A later edit replaces one that waits. A message that no tab has sent yet is
// changed itself. If the answer to a change is lost with its page, the change is known by
// its event. Otherwise it is sent again, which changes nothing, because what is so
// already stays so.
//
// No words are thrown away: a message or an edit that the server refuses for good stays
// in the outbox, also when its room is gone, until the person discards it.
//
// Every other command that changes something (Do) is carried out at most once, in the
// order in which they were given in each room; later ones wait for earlier ones. It has
// a number by which the server recognises it, and is sent until there is an answer, on
// as many connections as that takes. A command whose row in shared/wire does not say
// that it can be repeated is sent once. A new connection says which one it replaces,
// and the server then carries out nothing more that arrives on the old one.
//
// # Files
//
// Uploads brings files to the server, before the message that has them is given to
// SendMessage. An upload goes on after a lost connection where the server is, so that
// at most one part is sent twice; so does one that is begun again with the same CID,
// for example after a reload of the page. A part of which nothing moves for a minute is
// given up: nobody tells that a connection is half open. That the server has no space is said
// at once, and tried again now and then. Who picked the files keeps their content.
//
// # Concurrency
//
// One goroutine, the loop, owns the connection's state machine and is the only
// writer of the State, under mu. Every method may be called from any goroutine.
// Methods that return no result of the server (Send, OpenRoom, MarkRead ...) never
// block: they post a function to the loop, which runs it soon. View may therefore still
// show the old state right after. Do waits for the server's answer and must not be
// called from OnChange.
//
// The loop calls OnChange without holding a lock; it must not block. View holds mu for
// reading: its function must be quick, must change nothing, and must not call methods
// of the engine. After it has returned, only Items and the slice that Room.Timeline
// returned may still be used.
//
// Uploads are apart from that: each has a goroutine, and Uploads.Stop ends them.
//
// Goroutines: the loop; that of the persister, the only one that uses the Store; a reader
// and a writer for each connection; one that dials or asks Auth; one that waits for the
// Lock. Stop ends all of them and waits until they have ended.
//
// # Tabs
//
// The tabs of one browser share a Store. Each has its own connection. The one
// that holds the Lock sends the outbox and writes to the Store. A tab takes the Lock
// from another when it becomes visible or sends something. It then sends everything in
// the outbox again, which is harmless, because the server recognises the cids, and
// changes are idempotent. An entry that is to wait is marked as not sent yet (Fresh) in
// the Store. The tab that sends it takes the mark away before, so that every tab knows
// whether its text can still be changed.
package engine
