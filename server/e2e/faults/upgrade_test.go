package faults

import (
	"compress/gzip"
	"database/sql"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// oldestData is a data directory with the oldest database that servers may
// have. What is in it, and that no value of it is changed, is told where it is
// made.
func oldestData(t *testing.T) string {
	t.Helper()
	f, err := os.Open("../../store/sqlite/testdata/oldest.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	data := t.TempDir()
	if err := os.WriteFile(filepath.Join(data, "confab.db"), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return data
}

// counts is how many rows each of some tables has.
func counts(t *testing.T, data string) map[string]int {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(data, "confab.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	found := map[string]int{}
	for _, table := range []string{"users", "rooms", "members", "events", "message_state", "reactions", "mentions", "invites"} {
		var n int
		if err := db.QueryRow(`SELECT count(*) FROM ` + table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		found[table] = n
	}
	return found
}

// The program of today on the oldest database. People sign in with the
// passwords of then, find their rooms and what was said in them, and go on.
func TestFaultUpgrade(t *testing.T) {
	data := oldestData(t)
	before := counts(t, data)
	s := serve(t, data)
	owner, err := s.SignIn(t.Context(), "Nora Vance", "nora@tideline.example")
	if err != nil {
		t.Fatal(err)
	}
	for _, email := range []string{"ada.byron@tideline.example", "sam.okoro@tideline.example"} {
		if _, err := s.SignIn(t.Context(), "", email); err != nil {
			t.Errorf("%s signs in: %v", email, err)
		}
	}
	var refused *wire.Error
	if _, err := s.SignIn(t.Context(), "", "eve.gone@tideline.example"); !errors.As(err, &refused) {
		t.Errorf("who was banned signs in: %v", err)
	}
	boats := theRoom(t, owner, "Boats")
	remembers(t, owner, boats)
	var ack wire.Ack
	if err := owner.Do(t.Context(), http.MethodPost, "/rooms/"+boats+"/messages", map[string]any{"cid": id.New(), "body": "and on we go"},
		&ack); err != nil {
		t.Error(err)
	}
	if err := s.Stop(); err != nil {
		t.Error(err)
	}
	whole(t, data)
	after := counts(t, data)
	for table, n := range before {
		if table == "events" {
			n++ // on they went
		}
		if after[table] != n {
			t.Errorf("%s has %d rows, want %d", table, after[table], n)
		}
	}
}

// theRoom is the id of a room that p is in.
func theRoom(t *testing.T, p *instance.Person, name string) string {
	t.Helper()
	var found wire.Rooms
	if err := p.Do(t.Context(), http.MethodGet, "/rooms?query="+name, nil, &found); err != nil {
		t.Fatal(err)
	}
	if len(found.Rooms) != 1 || !found.Rooms[0].Joined {
		t.Fatalf("rooms called %s: %+v", name, found.Rooms)
	}
	return found.Rooms[0].ID
}

// remembers checks that p finds in room what testdata/oldest.sql says of Boats.
func remembers(t *testing.T, p *instance.Person, room string) {
	t.Helper()
	var page wire.Page
	if err := p.Do(t.Context(), http.MethodGet, "/rooms/"+room+"/messages?limit=100", nil, &page); err != nil {
		t.Fatal(err)
	}
	said := map[string]wire.Event{}
	erased := 0
	for _, e := range page.Events {
		said[e.Body] = e
		if e.State != nil && e.State.Deleted {
			erased++
		}
	}
	for _, body := range []string{"the tide is *low* at **six** `06:00`, see https://example.org/tides?day=1", "日本語 and עברית and café"} {
		if _, there := said[body]; !there {
			t.Errorf("nobody said %q any more", body)
		}
	}
	if e := said["the harbour @ada.byron"]; e.State == nil || e.State.EditedAt == 0 {
		t.Errorf("the edited message is %+v", e)
	}
	if e := said["thank you @nora.vance 🙏"]; e.State == nil || len(e.State.Reactions) != 1 || len(e.State.Reactions[0].Users) != 2 {
		t.Errorf("the message with two thumbs is %+v", e)
	}
	if erased != 1 {
		t.Errorf("%d messages are erased, want 1", erased)
	}
}
