package ui

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

const (
	whoamiPath  = "/api/v1/auth/whoami"
	refreshPath = "/api/v1/auth/refresh"

	// refreshLock makes sure that one tab renews the access at a time.
	refreshLock = "confab.refresh"

	// The access is renewed this long before it runs out, so that what the page
	// itself loads with it (the invite's code) never meets a closed door.
	refreshAhead = time.Minute

	fetchTimeout = 10 * time.Second
)

var errNoAnswer = errors.New("ui: the server's answer about the sign-in makes no sense")

// session knows whether the person is signed in, and keeps it so.
type session struct {
	known   func(wire.Whoami) // told of each answer, on any goroutine
	expires atomic.Int64      // when the access runs out, UTC milliseconds; 0: not known
	ended   atomic.Bool       // others have ended the person's access
}

// check is the engine's Auth: it asks who the server takes us for, and renews
// the access if that is all that is missing.
func (s *session) check(ctx context.Context) (signedIn bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	who, err := s.whoami(ctx)
	if err == nil && who.State == wire.IdentityRefresh {
		who, err = s.refresh(ctx)
	}
	if err != nil {
		return false, err
	}
	s.learn(who)
	return who.State == wire.IdentityOK, nil
}

func (s *session) learn(who wire.Whoami) {
	s.expires.Store(who.Expires)
	s.known(who)
}

func (s *session) whoami(ctx context.Context) (wire.Whoami, error) {
	var who wire.Whoami
	answer, err := platform.Fetch(ctx, "GET", whoamiPath, "")
	switch {
	case err != nil:
		return who, err
	case !answer.OK():
		return who, errNoAnswer
	}
	if err := wire.Unmarshal([]byte(answer.Body), &who); err != nil {
		return who, errNoAnswer
	}
	return who, nil
}

// refresh renews the access, one tab at a time: another one may have done it
// while this one waited.
func (s *session) refresh(ctx context.Context) (wire.Whoami, error) {
	_, release, err := platform.Lock(ctx, refreshLock, false)
	if err != nil {
		return wire.Whoami{}, err
	}
	defer release()
	who, err := s.whoami(ctx)
	if err != nil || !due(who) {
		return who, err
	}
	answer, err := platform.Fetch(ctx, "POST", refreshPath, "{}")
	switch {
	case err != nil:
		return wire.Whoami{}, err
	case answer.Status == 401 || answer.Status == 403:
		s.ended.Store(endedBy(answer.Body))
		return wire.Whoami{State: wire.IdentitySignedOut}, nil
	case !answer.OK():
		return wire.Whoami{}, errNoAnswer
	}
	return s.whoami(ctx)
}

// endedBy reports whether a refusal says that others have ended the person's access.
func endedBy(refusal string) bool { return strings.Contains(refusal, `"`+text.AccessEnded.Key()+`"`) }

// due reports whether the access has run out or soon will.
func due(who wire.Whoami) bool {
	return who.State == wire.IdentityRefresh ||
		who.State == wire.IdentityOK && time.Until(time.UnixMilli(who.Expires)) <= refreshAhead
}

// begin finds out who is signed in, and keeps it so until ctx ends.
func (s *session) begin(ctx context.Context) {
	if _, err := s.check(ctx); err != nil {
		platform.Report("the server does not say who is signed in: " + err.Error())
	}
	s.keep(ctx)
}

// keep renews the access before it runs out, until ctx ends. A failure is left
// to the next attempt to connect, which checks again.
func (s *session) keep(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(s.wait()):
		}
		if !platform.Online() {
			continue
		}
		round, cancel := context.WithTimeout(ctx, fetchTimeout)
		if who, err := s.refresh(round); err == nil {
			s.learn(who)
		}
		cancel()
	}
}

// wait is how long the access need not be thought of.
func (s *session) wait() time.Duration {
	expires := s.expires.Load()
	if expires == 0 {
		return 5 * refreshAhead
	}
	return max(time.Until(time.UnixMilli(expires))-refreshAhead, refreshAhead/4)
}
