package engine

import "context"

// Device is what an engine keeps on this device of the person, and who it keeps it for.
type Device struct{ tabs *tabs }

// SignedOut says that the person is signed in no more, which was found out
// otherwise than by connecting. What others wrote is forgotten on this device when
// it returns; what the person has not sent waits for them.
func (d Device) SignedOut(ctx context.Context) error { return d.tabs.signedOut(ctx) }

// Belongs says who is signed in, as soon as that is known, which may be before
// Start. Of them is shown what was held back until now (Options.Unsure). What the device keeps
// of somebody else is forgotten at once, their unsent messages too, so that
// nobody is shown what another person read or wrote here.
func (d Device) Belongs(user string) { d.tabs.belongs(user) }

// SignOut forgets everything on this device, the outbox included, tells the
// other tabs to do the same, and returns when it is done. The session itself
// is ended by the server.
func (d Device) SignOut(ctx context.Context) error { return d.tabs.signOut(ctx) }
