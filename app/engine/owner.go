package engine

import "context"

// Device is what an engine stores on this device, and for which person.
type Device struct{ tabs *tabs }

// SignedOut says that the person is no longer signed in, if that was found out in
// another way than by connecting. When it returns, the messages of others are deleted
// from this device; those that the person has not sent yet stay.
func (d Device) SignedOut(ctx context.Context) error { return d.tabs.signedOut(ctx) }

// Belongs says who is signed in, as soon as that is known, which may be before Start.
// Records of that person that were held back (Options.Unsure) are shown now. Records
// of another person are deleted at once, including unsent messages, so that nobody
// sees what another person read or wrote here.
func (d Device) Belongs(user string) { d.tabs.belongs(user) }

// SignOut deletes everything on this device, including the outbox, makes the other tabs
// do the same, and returns when that is done. It does not end the session; the server
// does.
func (d Device) SignOut(ctx context.Context) error { return d.tabs.signOut(ctx) }
