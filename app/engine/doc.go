// Package engine keeps a client's state in step with the server: it connects,
// resumes, applies what comes, sends what is written, now or later, and keeps
// the recent past on the device. It has no DOM and no HTTP; what differs
// between a browser and a program comes in through Options.
//
//	e := engine.New(engine.Options{Dialer: d, Device: id.New(), ...})
//	e.Start()
//	defer e.Stop()
//	cid, err := e.Send(room, "hello", 0)
//	e.View(func(s *state.State) { ... s.Rooms[room].Timeline() ... })
//
// # What it promises
//
// A message given to Send is kept in the Store before the first byte of it goes
// out, and goes out until the server says that it is in the log or refuses it
// for good: through lost acks, reconnects, reloads and closed tabs, once, and
// in the order of sending in each room. The interface never sees a hole or a
// double in a room's window.
//
// Everything else that changes something (Do) is carried out at most once and in
// the order of asking in each room, and holds back what was asked for after it.
// It bears a number that the server knows again, and goes out until there is an
// answer, on as many connections as that takes; a command whose row in
// shared/wire does not say that it can be repeated goes out once. A new
// connection says which one it replaces, of which nothing more is carried out.
//
// # Concurrency
//
// One goroutine, the loop, owns the connection's state machine and is the only
// writer of the State, under mu. Every method may be called from any goroutine.
// Methods that only tell (Send, OpenRoom, MarkRead ...) never block: they post
// a function to the loop, which runs it soon; so what View shows right after
// may still be the state before. Do waits for
// the server's answer and must not be called from OnChange.
//
// OnChange is called by the loop, without any lock, and must not block. View
// holds mu for reading: its function must be quick, must change nothing, and
// must not call methods of the engine. What it may take along: Items, and the
// slice Room.Timeline returns; nothing else.
//
// Goroutines: the loop; the keeper, which alone talks to the Store; a reader and
// a writer for each connection; one at a time that dials, asks Auth, or waits
// for the Lock. Stop ends and waits for all of them.
//
// # Tabs
//
// The tabs of one browser share a Store. Each has its own connection. The one
// that holds the Lock drains the outbox and writes what is to be kept; a tab
// takes the lock away when it becomes visible or sends a message. A tab that
// takes it sends everything in the outbox again, which is harmless: the server
// knows the cids.
package engine
