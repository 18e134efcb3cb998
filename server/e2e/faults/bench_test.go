package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/bench/local"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// results parses what confab bench --json prints.
func (o outcome) results(t *testing.T) bench.Result {
	t.Helper()
	var all []bench.Result
	if err := json.Unmarshal([]byte(o.out), &all); err != nil || len(all) != 1 {
		t.Fatalf("exit code %d, printed %q, complained %q: %v", o.code, o.out, o.err, err)
	}
	return all[0]
}

func TestALoadOnServersOfItsOwnLeavesNothingBehind(t *testing.T) {
	here := t.TempDir()
	t.Setenv("TMPDIR", here)
	r, err := local.Servers{}.Run(t.Context(), bench.Load{Rooms: 3, Members: 4, Senders: 2, InFlight: 8, Messages: 300}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Messages != 300 || r.Deliveries != 1200 || !r.History.OK() || r.History.Acked != 300 || r.Delivery.P50 <= 0 || r.Ack.P50 <= 0 {
		t.Errorf("measured %+v", r)
	}
	if left, err := os.ReadDir(here); err != nil || len(left) != 0 {
		t.Errorf("it left %v behind (%v)", left, err)
	}
}

// While the load runs, somebody else talks, edits and reacts in the same room.
func TestBenchDrivesAServerThatOthersUse(t *testing.T) {
	w := prepare(t, 6, 2, 6)
	s := serve(t, w.Data, "--limits", "off")
	var tokens []string
	for _, seat := range w.Seats[1:] {
		tokens = append(tokens, seat.Token)
	}
	file := filepath.Join(t.TempDir(), "tokens")
	if err := os.WriteFile(file, []byte(strings.Join(tokens, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	other := opens(t, s, w.Seats[0].Token)
	talking, enough := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for n := 0; talking.Err() == nil; n++ {
			other.says(send(w.Rooms[0], id.New(), fmt.Sprintf("my own business, part %d", n)))
			seq := other.hearsAck().Seq
			other.says(&wire.Edit{Head: wire.Head{Type: wire.EditMessage.Type, ID: "e"}, Room: w.Rooms[0], Seq: seq, Body: "forget it"},
				&wire.React{Head: wire.Head{Type: wire.ReactToMessage.Type, ID: "r"}, Room: w.Rooms[0], Seq: seq, Emoji: "👍", On: true})
			other.hearsAck()
			other.hearsAck()
		}
	}()
	o := runs(t, nil, "bench", "--url", s.URL, "--tokens", file, "--room", w.Rooms[0], "--room", w.Rooms[1], "--messages", "400", "--json")
	enough()
	<-done
	r := o.results(t)
	if o.code != 0 || r.Messages != 400 || r.Deliveries != 2000 || !r.History.OK() || r.History.Rows <= 400 {
		t.Errorf("exit code %d, measured %+v, complained %s", o.code, r, o.err)
	}
	if err := os.WriteFile(file, []byte("nonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	runs(t, nil, "bench", "--url", s.URL, "--tokens", file, "--room", w.Rooms[0]).refuses(t, 1, "token 1", "signed_out")
	runs(t, nil, "bench", "--url", s.URL, "--tokens", file+"x", "--room", w.Rooms[0]).refuses(t, 1, "--tokens")
}
