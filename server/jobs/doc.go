// Package jobs runs work that is due at a time, or is not in a log: a sweep every
// hour, a mail with a code. Work that follows from messages is done by package
// follow.
//
// A job is a row (store.Job), written by the transaction that requests it: it
// exists if that was committed, and only once, because it is identified by its
// key. A Runner claims what is due for a while (its kind's Lasts and a margin),
// calls Do, and then, in one transaction, calls Write and removes the job. That
// transaction fails unless the job is still claimed by the same Runner at the
// same try. So the result of Write is stored once, and Do is called at least
// once: again if the server was killed in between, or its node was stopped for
// longer than the claim lasts. Do must be idempotent. A server that stops gives
// back the job that it has not ended.
//
// # Failures
//
// A job that failed is retried after 10, 20, 40 and so on seconds, up to an hour;
// after maxTries it is dead. A job that a killed node had claimed counts as
// tried. A failure because the store or something else is away (ErrAway) is
// retried without limit. Dead jobs are kept for thirty days, and confab doctor
// reports them. A periodic job (Kind.Every) never dies: it runs again next time.
//
// # Several nodes
//
// Each node runs its kinds. A claim is part of the job's row: the node and the
// time until which it holds. If several nodes claim a job at once, the database
// lets one of them have it.
//
// # Concurrency
//
// A Runner is safe for concurrent use. Run executes one job after the other, on
// the goroutine that calls it, and on Options.AtOnce - 1 goroutines of its own, for
// whose end it waits. A job that takes too long is ended by its context
// after Lasts.
package jobs
