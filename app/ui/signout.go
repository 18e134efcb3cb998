package ui

import (
	"context"
	"errors"
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

const (
	signOutPath = "/api/v1/auth/signout"

	// outPref says in this browser's settings that the person has signed out here while
	// the server could not be reached.
	outPref = "signed-out"

	// outEvery is how often the server is then tried.
	outEvery = 10 * time.Second
)

// askSignOut signs out, after asking if something would be lost that nobody else has.
func (o *program) askSignOut() {
	h := o.p.h
	if h.Eng == nil || o.leaving {
		return
	}
	waiting, failed := h.Eng.Outbox().Count()
	drafts := o.p.drafts.Count()
	if waiting+failed+drafts == 0 {
		o.signOut()
		return
	}
	h.Overlays.Open(&kit.Confirm{
		DialogState: kit.DialogState{H: h},
		Question:    text.SignOutAsk, Detail: text.SignOutLoses(waiting+failed, drafts), No: text.Stay, Yes: text.SignOut,
		Ask:  func(done func(error)) { done(nil) },
		Done: o.signOut,
	})
}

// signOut forgets everything on this device and ends the session. If the server cannot be
// reached, that is done later.
func (o *program) signOut() {
	o.leaving = true
	platform.ForgetScreen()
	h, local := o.p.h, o.kept.local
	o.p.drafts.Forget()
	h.Emoji.Forget()
	platform.SetPref(outPref, "yes") // before the other tabs hear of it
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), host.Patience)
		defer cancel()
		if err := h.Eng.Device().SignOut(ctx); err != nil {
			platform.Report("signing out: " + err.Error())
		}
		if local != nil {
			if err := local.Clear(ctx); err != nil {
				platform.Report("signing out: " + err.Error())
			}
		}
		platform.ForgetPerson()
		h.Post(o.end)
	}()
}

// clear deletes what is kept on this device and starts the page again, with the person signed in
// as before.
func (o *program) clear(done func(error)) {
	h, local := o.p.h, o.kept.local
	if h.Eng == nil {
		done(wire.Refused(wire.CodeUnavailable, text.StillStarting))
		return
	}
	o.leaving = true
	platform.ForgetScreen()
	o.p.drafts.Book.Forget()
	h.Emoji.Forget()
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), host.Patience)
		defer cancel()
		err := h.Eng.Device().SignOut(ctx) // all that the engine keeps
		if local != nil {
			err = errors.Join(err, local.Clear(ctx))
		}
		if err != nil {
			platform.Report("clearing the device: " + err.Error())
		}
		platform.Reload()
	}()
}

// signedOutBefore reports whether the person has signed out and the server does not know
// yet. Once somebody has signed in again, that is over.
func (o *program) signedOutBefore() bool {
	if platform.Pref(outPref) == "" {
		return false
	}
	if platform.SignedIn() != "" {
		platform.SetPref(outPref, "")
		return false
	}
	return true
}

// end ends the session and leaves the page. If the server cannot be reached, the page says
// that the person is signed out here, and the server is tried again.
func (o *program) end() {
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), fetchTimeout)
		defer cancel()
		answer, err := platform.Fetch(ctx, "POST", signOutPath, "{}")
		if err == nil && answer.Status < 500 {
			platform.SetPref(outPref, "")
			platform.Blank()
			platform.Post("/signout") // which makes the browser delete what is left of the site
			return
		}
		o.p.h.Post(o.wait)
	}()
}

// wait shows that the person is signed out, until the server knows it too.
func (o *program) wait() {
	h := o.p.h
	o.leaving, o.out = true, true
	h.Overlays.Clear()
	h.Raise(host.Place)
	h.Later(outEvery, o.end)
}

// outPage stands in the place of everything else.
func outPage() app.UI {
	return kit.El("main.empty",
		kit.Icon("logout"), kit.El("h1.display.display--lg", text.SignedOutHere), kit.El("p|role=status", text.SignedOutOffline))
}
