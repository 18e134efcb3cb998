package ui

import (
	"testing"
	"time"

	"github.com/confab/confab/shared/wire"
)

func TestTheAccessIsRenewedBeforeItRunsOut(t *testing.T) {
	in := func(d time.Duration) int64 { return time.Now().Add(d).UnixMilli() }
	for what, c := range map[string]struct {
		who  wire.Whoami
		want bool
	}{
		"fresh":       {wire.Whoami{State: wire.IdentityOK, Expires: in(9 * time.Minute)}, false},
		"nearly over": {wire.Whoami{State: wire.IdentityOK, Expires: in(30 * time.Second)}, true},
		"over":        {wire.Whoami{State: wire.IdentityRefresh}, true},
		"signed out":  {wire.Whoami{State: wire.IdentitySignedOut}, false},
	} {
		if got := due(c.who); got != c.want {
			t.Errorf("an access that is %s is renewed: %v, want %v", what, got, c.want)
		}
	}

	var s session
	if got := s.wait(); got <= 0 || got > 10*time.Minute {
		t.Errorf("before anything is known the wait is %v", got)
	}
	s.expires.Store(in(10 * time.Minute))
	if got := s.wait(); got < 8*time.Minute || got > 9*time.Minute {
		t.Errorf("with ten minutes to go the wait is %v", got)
	}
	s.expires.Store(in(-time.Hour))
	if got := s.wait(); got <= 0 {
		t.Errorf("a past expiry must not make a busy loop: %v", got)
	}
}

// Who was banned is told so; whose session is merely over is asked to sign in.
func TestARefusalSaysWhetherTheAccessWasEnded(t *testing.T) {
	for refusal, want := range map[string]bool{
		`{"code":"unauthorized","message":"Your access...","key":"accessEnded"}`:   true,
		`{"code":"unauthorized","message":"Please sign in.","key":"pleaseSignIn"}`: false,
		"": false,
	} {
		if got := endedBy(refusal); got != want {
			t.Errorf("%s: %v", refusal, got)
		}
	}
}
