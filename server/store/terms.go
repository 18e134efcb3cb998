package store

import (
	"context"
	"time"
)

// ViewTime is how long a View may take unless it was given other terms, once it
// has begun. A page takes milliseconds; what takes this long is in nobody's
// interest.
const ViewTime = 2 * time.Second

// Terms are on what terms a View is given a connection, and for how long. They
// come with its context. The zero value is that of the server's own Views.
type Terms struct {
	// Person is whoever asks. Each has at most places.Each Views at once, and
	// all who wait take turns; "" is the server itself, which is not bound.
	Person string
	// Urgent: who signs in or comes back does not wait behind those who read. Such
	// Views have connections of their own.
	Urgent bool
	// Time is how long the View may take; 0: ViewTime; below 0: until its
	// context ends.
	Time time.Duration
	// Gone is closed when whoever asked is gone: the View ends soon, where an
	// Update of the same context goes on. nil: it ends with its context alone.
	Gone <-chan struct{}
}

// Left returns context.Canceled when Gone is closed.
func (t Terms) Left() error {
	select {
	case <-t.Gone:
		return context.Canceled
	default:
		return nil
	}
}

type termsKey struct{}

// TermsOf returns the terms that come with ctx.
func TermsOf(ctx context.Context) Terms {
	t, _ := ctx.Value(termsKey{}).(Terms)
	return t
}

// On returns ctx with these terms for the Views that are given it.
func On(ctx context.Context, t Terms) context.Context { return context.WithValue(ctx, termsKey{}, t) }

// For returns ctx for Views that person asks for.
func For(ctx context.Context, person string) context.Context {
	t := TermsOf(ctx)
	t.Person = person
	return On(ctx, t)
}

// Until returns ctx for Views that are of no use once gone is closed.
func Until(ctx context.Context, gone <-chan struct{}) context.Context {
	t := TermsOf(ctx)
	t.Gone = gone
	return On(ctx, t)
}

// Urgent returns ctx for Views that find out who somebody is.
func Urgent(ctx context.Context) context.Context {
	t := TermsOf(ctx)
	t.Urgent = true
	return On(ctx, t)
}

// Within returns ctx for Views that may take d; below 0: until ctx ends.
func Within(ctx context.Context, d time.Duration) context.Context {
	t := TermsOf(ctx)
	t.Time = d
	return On(ctx, t)
}

// Urgently returns s for those who find out who somebody is: all its Views are
// urgent.
func Urgently(s Store) Store { return urgently{s} }

type urgently struct{ Store }

func (s urgently) View(ctx context.Context, fn func(Tx) error) error {
	return s.Store.View(Urgent(ctx), fn)
}
