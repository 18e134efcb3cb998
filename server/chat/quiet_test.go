package chat_test

import (
	"testing"
	"time"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

func setQuiet(w *chattest.World, by, of chattest.Person, q wire.Quiet) *wire.Error {
	_, err := w.Do(by, &wire.ProfileSet{User: of.ID, Quiet: &q}, wire.SetProfile.Type)
	return err
}

func TestOthersSeeUntilWhenSomebodyIsNotToBeDisturbed(t *testing.T) {
	w := chattest.New(t)
	var told []wire.User
	w.Store.OnCommit(func(c store.Commit) { told = append(told, c.Users...) })
	begins := w.Now().UTC().Truncate(time.Minute).Add(2 * time.Hour)
	ends := begins.Add(time.Hour)
	minutes := func(at time.Time) int { return at.Hour()*60 + at.Minute() }
	q := wire.Quiet{Days: 127, From: minutes(begins), To: minutes(ends), Zone: "UTC"}
	if err := setQuiet(w, w.Sam, w.Sam, q); err != nil {
		t.Fatal(err)
	}
	if mine := profile(w, w.Sam, w.Sam).Quiet; mine == nil || *mine != q {
		t.Errorf("Sam has %+v", mine)
	}
	seen := func(want time.Time, what string) {
		t.Helper()
		chattest.Over(w)
		p, ms := profile(w, w.Mara, w.Sam), int64(0)
		if !want.IsZero() {
			ms = want.UnixMilli()
		}
		if p.User.Quiet != ms || p.Quiet != nil {
			t.Errorf("%s: Mara sees %d of %+v, want %d", what, p.User.Quiet, p.Quiet, ms)
		}
	}
	seen(time.Time{}, "before the hours")
	told = nil
	w.Advance(begins.Sub(w.Now()))
	seen(ends, "in the hours")
	if len(told) != 1 || told[0].Quiet != ends.UnixMilli() {
		t.Errorf("everybody was told %+v", told)
	}
	w.Advance(time.Hour)
	seen(time.Time{}, "after the hours")
	w.Advance(23 * time.Hour)
	seen(ends.Add(24*time.Hour), "on the next day")

	q.Pause = ends.Add(26 * time.Hour).UnixMilli()
	if err := setQuiet(w, w.Sam, w.Sam, q); err != nil {
		t.Fatal(err)
	}
	seen(ends.Add(26*time.Hour), "in a pause")
	if err := setQuiet(w, w.Sam, w.Sam, wire.Quiet{}); err != nil {
		t.Fatal(err)
	}
	seen(time.Time{}, "with nothing set")
	w.Advance(72 * time.Hour)
	seen(time.Time{}, "three days later")
}

func TestQuietHoursAreRefusedThatAreNone(t *testing.T) {
	w := chattest.New(t)
	now := w.Now()
	for name, c := range map[string]struct {
		of   chattest.Person
		q    wire.Quiet
		want wire.Code
	}{
		"an eighth day":        {w.Sam, wire.Quiet{Days: 128, Zone: "UTC"}, wire.CodeInvalid},
		"days before Monday":   {w.Sam, wire.Quiet{Days: -1, Zone: "UTC"}, wire.CodeInvalid},
		"after midnight":       {w.Sam, wire.Quiet{Days: 1, From: 24 * 60, Zone: "UTC"}, wire.CodeInvalid},
		"before midnight":      {w.Sam, wire.Quiet{Days: 1, To: -1, Zone: "UTC"}, wire.CodeInvalid},
		"hours of no zone":     {w.Sam, wire.Quiet{Days: 1}, wire.CodeInvalid},
		"the server's zone":    {w.Sam, wire.Quiet{Days: 1, Zone: "Local"}, wire.CodeInvalid},
		"a file as a zone":     {w.Sam, wire.Quiet{Days: 1, Zone: "../../etc/passwd"}, wire.CodeInvalid},
		"a pause that is over": {w.Sam, wire.Quiet{Pause: now.UnixMilli()}, wire.CodeInvalid},
		"a pause for years":    {w.Sam, wire.Quiet{Pause: now.Add(limits.LaterMost + time.Hour).UnixMilli()}, wire.CodeInvalid},
		"another's":            {w.Hana, wire.Quiet{}, wire.CodeForbidden},
	} {
		if err := setQuiet(w, w.Sam, c.of, c.q); err == nil || err.Code != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	if err := setQuiet(w, w.Nora, w.Sam, wire.Quiet{}); err == nil || err.Code != wire.CodeForbidden {
		t.Errorf("an owner for a member: %v", err)
	}
}
