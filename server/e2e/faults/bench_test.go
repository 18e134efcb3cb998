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

func TestBenchDrivesAServerOfItsOwn(t *testing.T) {
	here := t.TempDir()
	t.Setenv("TMPDIR", here)
	o := runs(t, nil, "bench", "--rooms", "3", "--members", "4", "--senders", "2", "--messages", "300", "--json")
	if o.code != 0 {
		t.Errorf("exit code %d: %s", o.code, o.err)
	}
	r := o.results(t)
	if r.Messages != 300 || r.Deliveries != 1200 || !r.History.OK() || r.History.Acked != 300 || r.Delivery.P50 <= 0 || r.Ack.P50 <= 0 {
		t.Errorf("measured %+v", r)
	}
	if left, err := os.ReadDir(here); err != nil || len(left) != 0 {
		t.Errorf("it left %v behind (%v)", left, err)
	}
	table := runs(t, nil, "bench", "--rooms", "1", "--members", "2", "--senders", "1", "--messages", "50", "--rate", "1000")
	if table.code != 0 || !strings.Contains(table.out, "| 1 x 2") || !strings.Contains(table.out, "history: clean (50 sent, 50 acknowledged") {
		t.Errorf("exit code %d, printed %s, complained %s", table.code, table.out, table.err)
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
			other.says(&wire.Edit{Head: wire.Head{Type: wire.TypeEdit, ID: "e"}, Room: w.Rooms[0], Seq: seq, Body: "forget it"},
				&wire.React{Head: wire.Head{Type: wire.TypeReact, ID: "r"}, Room: w.Rooms[0], Seq: seq, Emoji: "👍", On: true})
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
