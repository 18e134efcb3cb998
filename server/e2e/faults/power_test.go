package faults

import (
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/proof/dose"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/server/proof/power"
	"github.com/confab/confab/server/proof/workspace"
)

// folder is where on a disk the data directory is.
const folder = "data"

// plugged is an empty disk, taken away after the story. Servers on it must be
// started after.
func plugged(t *testing.T) *power.Disk {
	t.Helper()
	seed := rand.Uint64()
	t.Logf("the disk's seed is %d", seed)
	d, err := power.Mount(t.TempDir(), seed)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// onDisk puts a prepared workspace on the disk and a server in front of it.
func onDisk(t *testing.T, d *power.Disk, w *bench.Workspace, args ...string) *instance.Server {
	t.Helper()
	if err := d.Load(folder, w.Data); err != nil {
		t.Fatal(err)
	}
	return serve(t, filepath.Join(d.Path(), folder), args...)
}

// saved is w with a copy of the data as it is on the disk, or will be when the
// power is back.
func saved(t *testing.T, d *power.Disk, w *bench.Workspace) *bench.Workspace {
	t.Helper()
	now := *w
	now.Data = t.TempDir()
	if err := d.Save(folder, now.Data); err != nil {
		t.Fatal(err)
	}
	return &now
}

// moment is when the power is cut: before the operation that comes after so
// many like it.
type moment struct {
	name  string
	like  func(power.Op) bool
	after int // at most
	keep  power.Keep
}

// database is the file that the log's content is moved into now and then.
const (
	database = "confab.db"
	theLog   = database + "-wal"
)

// moments are one for each cut of the short dose.
var moments = []moment{
	{"anywhere", func(power.Op) bool { return true }, 2000, power.Pages},
	{"before the log is synced", func(op power.Op) bool { return op == power.Op{Kind: power.Sync, Name: theLog} }, 50, power.Nothing},
	{"while the log is moved into the database", func(op power.Op) bool { return op == power.Op{Kind: power.Write, Name: database} },
		1000, power.Sectors},
	{"before the database is synced", func(op power.Op) bool { return op == power.Op{Kind: power.Sync, Name: database} }, 1, power.Prefix},
	{"while the log is written", func(op power.Op) bool { return op == power.Op{Kind: power.Write, Name: theLog} }, 500, power.Sectors},
}

// when returns what the disk is told.
func (m moment) when() func(power.Op) bool {
	left := 1 + rand.IntN(m.after)
	return func(op power.Op) bool {
		if m.like(op) {
			left--
		}
		return left == 0
	}
}

// The power is cut under 32 writers, 5 times, or 200. What was not
// synced is lost, or any part of it; what the server acknowledged must be
// there, once and in order, each time it is back.
func TestFaultPowerCut(t *testing.T) {
	for story := range dose.Of(1, 40) {
		cutsUnderWriters(t, story)
	}
}

func cutsUnderWriters(t *testing.T, story int) {
	w, d := office(t), plugged(t)
	s := onDisk(t, d, w, "--limits", "off")
	c := gathers(t, s.URL, w)
	stop := c.keepsWriting(w, (*member).writesMuch)
	var took restarts
	for _, at := range moments {
		keep := (at.keep + power.Keep(story)) % 4 // each moment with each in four stories
		c.more(100)
		dark := d.CutWhen(keep, at.when())
		eventually(t, "a cut "+at.name, func() bool { return closed(dark) })
		s.Kill()
		t.Logf("cut %s, keeping %v", at.name, keep)
		whole(t, saved(t, d, w).Data)
		if err := d.On(); err != nil {
			t.Fatal(err)
		}
		took.again(t, s, c)
	}
	stop()
	if err := s.Stop(); err != nil {
		t.Errorf("the server ended with %v", err)
	}
	report := judge(t, saved(t, d, w), c.rec)
	took.areQuick(t)
	if report.Acked < 100*len(moments) {
		t.Errorf("only %d messages were acknowledged: too few for a proof", report.Acked)
	}
}

// The proof above is worth something only if it fails for a server whose acks
// come too early. On a drive that lies about what is written, every server is
// one.
func TestACutOnADriveThatLiesIsFound(t *testing.T) {
	w, d := office(t), plugged(t)
	d.Lies = true
	s := onDisk(t, d, w, "--limits", "off")
	c := gathers(t, s.URL, w)
	stop := c.keepsWriting(w, (*member).writes)
	c.more(100)
	stop()
	d.Cut(power.Nothing)
	s.Kill()
	rows, err := workspace.Rows(t.Context(), saved(t, d, w).Data, append([]string{w.Main}, w.Rooms...))
	if err != nil {
		t.Fatal(err)
	}
	lost := 0
	for _, v := range c.rec.Check(rows).Violations {
		if v.Invariant == "I1" {
			lost++
		}
	}
	if lost < 100 {
		t.Errorf("%d of 100 lost messages or more are found", lost)
	}
}

// A power cut right after the first run and the first people: the workspace,
// their accounts, sessions and the keys that signed their tokens are there.
func TestFaultPowerCutAfterTheFirstRun(t *testing.T) {
	d := plugged(t)
	s := serve(t, filepath.Join(d.Path(), folder))
	owner, err := s.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	guest, err := owner.Join(t.Context(), "Ada Byron")
	if err != nil {
		t.Fatal(err)
	}
	d.Cut(power.Nothing)
	s.Kill()
	if err := d.On(); err != nil {
		t.Fatal(err)
	}
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, p := range []*instance.Person{owner, guest} {
		if err := p.Do(t.Context(), "GET", "/users", nil, nil); err != nil {
			t.Errorf("the token of %s from before the cut: %v", p.Name, err)
		}
		if again, err := s.SignIn(t.Context(), p.Name, p.Email); err != nil || again.User != p.User {
			t.Errorf("%s signs in: %+v, %v", p.Name, again, err)
		}
	}
	if err := s.Stop(); err != nil {
		t.Error(err)
	}
}
