// Package jobs carries out what is due at a time, or stands in no log: a sweep
// every hour, a mail with a code. What follows from messages is package follow's.
//
// A job is a row (store.Job), written by the transaction that wants it done: it
// is there if that was committed, and once, for it is known by its key. A Runner
// claims what is due for a while (the longest Lasts of its kinds and a margin), calls Do, and
// then, in one transaction, Write, and removes the job. That transaction fails
// unless the job is still in the same hands at the same try, so that what Write
// writes is written once, and Do is carried out at least once: again if the
// server was killed in between, or its node was stopped for longer than the
// claim lasts. Do must be idempotent.
//
// # Failures
//
// A job that failed is tried again after 10, 20, 40 and so on seconds, up to an
// hour; after maxTries it is dead. One that a killed node had in hand counts as
// tried. What fails because the store or something else is away (ErrAway) is
// tried again for as long as it takes. Dead jobs are kept for thirty days, and
// confab doctor tells of them. A job that comes again (Kind.Every) never dies: it
// comes again.
//
// # Several nodes
//
// Each node runs its kinds. A claim is one row that says who and until when; of
// several that want it the database lets one have it.
//
// # Concurrency
//
// A Runner is safe for concurrent use. Run works on one job after another, on
// the goroutine that calls it: a kind that waits for others for long ends with
// its context after Lasts.
package jobs
