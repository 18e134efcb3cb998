package faults

import (
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/confab/confab/server/proof/dose"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/server/proof/power"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// fails cuts the power some operations after now, at most so many, has do
// happen, and switches it on again. What do does may fail or not.
func fails(t *testing.T, d *power.Disk, s *instance.Server, most int, do func()) {
	t.Helper()
	left, keep := 1+rand.IntN(most), power.Keep(rand.IntN(4))
	t.Logf("the power is cut before operation %d, keeping %v", left, keep)
	d.CutWhen(keep, func(power.Op) bool {
		left--
		return left == 0
	})
	do()
	d.Cut(keep) // if that was not so many
	s.Kill()
	if err := d.On(); err != nil {
		t.Fatal(err)
	}
}

// The power is cut while a server stops, and again while it starts. What was
// acknowledged before is there, once.
func TestFaultPowerCutWhileStartingAndStopping(t *testing.T) {
	w, d := prepare(t, 2, 1, 2), plugged(t)
	s := onDisk(t, d, w, "--limits", "off")
	var said []*wire.Send
	seqs := map[string]int64{}
	for range dose.Of(4, 100) {
		k := opens(t, s, w.Seats[0].Token)
		for range 5 {
			m := send(w.Rooms[0], id.New(), "before the cut")
			k.says(m)
			said, seqs[m.CID] = append(said, m), k.hearsAck().Seq
		}
		k.drops()
		fails(t, d, s, 15, func() { _ = s.Stop() })
		fails(t, d, s, 40, func() { _ = s.Start(t.Context()) })
		if err := s.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		again := opens(t, s, w.Seats[0].Token)
		for _, m := range said {
			again.says(m)
			if ack := again.hearsAck(); !ack.Dup || ack.Seq != seqs[m.CID] {
				t.Fatalf("the message of seq %d sent again: %+v", seqs[m.CID], ack)
			}
		}
		again.drops()
	}
	if err := s.Stop(); err != nil {
		t.Error(err)
	}
	whole(t, saved(t, d, w).Data)
}

// The power is cut during the very first start. The next one is as good as the
// first.
func TestFaultPowerCutDuringTheFirstStart(t *testing.T) {
	for range dose.Of(3, 60) {
		d := plugged(t)
		s, err := instance.New(instance.Options{Data: filepath.Join(d.Path(), folder)})
		if err != nil {
			t.Fatal(err)
		}
		fails(t, d, s, 120, func() { _ = s.Start(t.Context()) })
		if err := s.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Setup(t.Context()); err != nil {
			t.Error(err)
		}
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	}
}
