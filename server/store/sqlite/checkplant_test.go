package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/checkup"
	"github.com/confab/confab/shared/wire"
)

// planted is one kind of damage: the findings that tell of it, no others, and
// words that one of the sentences has.
var planted = []struct {
	sql   string
	found string // names of findings, in their order
	words string
}{
	{`DELETE FROM events WHERE key = (1 << 40) + 4`, "density", "lacks seq 4"},
	{`UPDATE events SET key = (1 << 40) + 11 WHERE key = (1 << 40) + 9`, "density", "lacks seqs 9 to 10"},
	{`INSERT INTO events (key, id, author, kind, at) VALUES (1 << 40, 'x', 'ada', 'x', 0)`, "density", "an event at seq 0"},
	{`DROP INDEX events_cid; UPDATE events SET cid = '1' WHERE key = (1 << 40) + 2`, "schema uniqueness", "events 1 and 2"},
	{`DROP INDEX inbox_slot`, "schema", "inbox_slot is missing"},
	{`CREATE TABLE stranger (a)`, "schema", "did not make"},
	{`UPDATE events SET at = 'noon' WHERE key = (1 << 40) + 1`, "form", "at what does not belong there"},
	{`UPDATE events SET extra = '{' WHERE key = (1 << 40) + 5`, "form", "cannot be read"},
	{`UPDATE message_state SET detail = '{' WHERE key = (1 << 40) + 8`, "form state", "message 8"},

	{`INSERT INTO events (key, id, author, kind, at) VALUES ((77 << 40) + 1, 'x', 'ada', 'x', 0)`, "orphans", "room number 77"},
	{`UPDATE events SET author = 'nobody' WHERE key = (1 << 40) + 7`, "orphans", "by nobody, who"},
	{`UPDATE events SET target = 3 WHERE key = (1 << 40) + 6`, "orphans state", "changes 3"},
	{`UPDATE events SET reply_to = 7 WHERE key = (1 << 40) + 2`, "orphans counters", "answers 7"},
	{`INSERT INTO message_state (key, v) VALUES ((1 << 40) + 3, 7)`, "orphans", "belongs to message 3"},
	{`INSERT INTO reactions (key, emoji, person, place, since) VALUES ((1 << 40) + 4, 'x', 'ada', 1, 1)`, "orphans", "message 4"},
	{`INSERT INTO reactions (key, emoji, person, place, since) VALUES ((1 << 40) + 1, 'x', 'nobody', 1, 1)`, "orphans state", "nobody's"},
	{`INSERT INTO mentions (person, key) VALUES ('ada', (1 << 40) + 3)`, "orphans", "message 3"},
	{`UPDATE mentions SET person = 'nobody'`, "orphans state", "names nobody"},
	{`INSERT INTO members (room, person, host, read, at, handle, ghost) VALUES (2, 'nobody', 0, 0, 0, 'n', 0);
		UPDATE rooms SET members = 1 WHERE num = 2`, "orphans", "member nobody"},
	{`INSERT INTO members (room, person, host, read, at, handle, ghost) VALUES (9, 'ada', 0, 0, 0, 'ada', 0)`, "orphans", "room number 9"},
	{`UPDATE inbox SET room = 'nowhere'`, "orphans", "nowhere"},
	{`UPDATE inbox SET person = 'nobody'`, "orphans", "nobody's"},
	{`UPDATE settings SET value = 'nowhere'`, "orphans", "nowhere"},
	{`UPDATE invites SET room = 'nowhere'`, "orphans", "leads to room nowhere"},
	{`UPDATE rooms SET pair = 'ada' WHERE id = 'two'`, "orphans", "no two people"},
	{`UPDATE rooms SET pair = 'ada:nobody' WHERE id = 'two'`, "orphans", "with nobody"},
	{`UPDATE rooms SET creator = 'nobody' WHERE id = 'two'`, "orphans", "made by nobody"},
	{`PRAGMA foreign_keys = 0; UPDATE sessions SET person = 'nobody'`, "integrity orphans", "nobody's"},
	{`PRAGMA foreign_keys = 0; UPDATE session_tokens SET session = 8`, "integrity orphans copies", "number 8"},
	{`DELETE FROM file_usage`, "counters", "5 bytes of files of \"ada\" are not counted"},
	{`UPDATE file_usage SET bytes = 9 WHERE person = ''`, "counters", "everybody are counted as 9"},
	{`DELETE FROM file_blobs`, "orphans", "file f has no content"},
	{`UPDATE file_blobs SET file = 'g'`, "orphans", "used by file g, which is not there"},
	{`INSERT INTO doomed_blobs (name) VALUES ('b')`, "orphans", "being deleted"},
	{`UPDATE files SET room = 'two', seq = 1`, "orphans", "which does not have it"},
	{`UPDATE users SET picture = 'g' WHERE id = 'ada'`, "orphans", "ada has the picture g"},
	{`UPDATE rooms SET picture = 'f' WHERE id = 'two'`, "orphans", "two has the picture f"},
	{`UPDATE files SET room = 'ada', seq = 0`, "orphans", "the picture of ada, who does not have it"},
	{`UPDATE files SET received = 4`, "counters", "4 bytes of 5"},
	{`UPDATE files SET info = '{'`, "form", "file f cannot be read"},
	{`UPDATE events SET extra = '{"files":[{"id":"f"}]}' WHERE key = (1 << 40) + 7`, "orphans", "message 7"},
	{`UPDATE turns SET holder = 'nothing'`, "orphans", "held by nothing"},
	{`UPDATE turns SET number = 0`, "counters", "number 0"},
	{`PRAGMA foreign_keys = 0; UPDATE invites SET maker = 'nobody'`, "integrity orphans", "by nobody"},
	{`INSERT INTO user_prefixes (prefix, handle, ghost) VALUES ('n', 'nobody', 0)`, "orphans", "lists nobody"},

	{`UPDATE rooms SET members = 5 WHERE num = 1`, "counters", "says it has 5 members and has 2"},
	{`UPDATE message_state SET replies = 2 WHERE key = (1 << 40) + 1`, "counters", "2 replies and has 1"},
	{`UPDATE members SET read = 10 WHERE person = 'ada'`, "counters", "up to 10"},
	{`UPDATE message_state SET v = 10 WHERE key = (1 << 40) + 1`, "counters", "changed by 10"},
	{`UPDATE reactions SET since = 10`, "counters", "came with 10"},
	{`UPDATE inbox SET kind = 'read', slot = 1, seq = 10`, "counters", "up to 10"},
	{`UPDATE inbox SET useq = 0`, "counters", "number 0"},
	{`UPDATE rooms SET epoch = '' WHERE num = 1`, "counters", "no epoch"},

	{`UPDATE members SET handle = 'x' WHERE person = 'ada'`, "copies", "member ada"},
	{`UPDATE user_prefixes SET ghost = 1 WHERE handle = 'ada'`, "copies", "imported"},
	{`DELETE FROM user_prefixes WHERE handle = 'ada'`, "copies", "no prefix lists ada"},
	{`UPDATE users SET gone = 1 WHERE id = 'grace'`, "counters copies", "gone and can be found"},
	{`DELETE FROM session_tokens`, "copies", "not among the tokens"},
	{`UPDATE inbox SET slot = 1`, "copies", "another kind"},

	{`INSERT INTO marks (room, mark, since, seq) VALUES (1, 'x', 9, 8)`, "copies", "message 8"},

	{`DELETE FROM reactions`, "state", "reactions to message 1"},
	{`UPDATE message_state SET reactions = NULL WHERE key = (1 << 40) + 1`, "state", "reactions that message 1"},
	{`UPDATE message_state SET reactions = replace(reactions, '"count":1', '"count":2')`, "state", "reactions that message 1"},
	{`UPDATE message_state SET reactions = '{' WHERE key = (1 << 40) + 1`, "form state", "reactions that message 1"},
	{`UPDATE message_state SET detail = '{"v":0,"marks":[{"mark":"x","by":"ada","at":1,"seq":9}]}' WHERE key = (1 << 40) + 8`,
		"copies state", "put on message 8"},
	{`DELETE FROM mentions`, "state", "message 1"},
	{`INSERT INTO mentions (person, key) VALUES ('ada', (1 << 40) + 8)`, "state", "message 8"},
	{`UPDATE message_state SET body = 'other' WHERE key = (1 << 40) + 8`, "state", "its last edit"},
	{`UPDATE message_state SET deleted = 0, sum = NULL WHERE key = (1 << 40) + 2`, "state", "message 2"},
	{`DELETE FROM message_state WHERE key = (1 << 40) + 8`, "state", "of which nothing is kept"},

	{`UPDATE message_state SET detail = '{"v":0,"thread":{"replies":2}}' WHERE deleted`, "state", "put on message 2"},
	{`UPDATE message_state SET detail = '{"v":0,"thread":{"replies":2}}' WHERE key = (1 << 40) + 8`, "state", "put on message 8"},
	{`UPDATE events SET thread = 9 WHERE key = (1 << 40) + 8`, "orphans", "in the thread of 9"},

	{`UPDATE events SET body = 'back' WHERE key = (1 << 40) + 2`, "erased", "in the log"},
	{`UPDATE events SET body = 'back' WHERE key = (1 << 40) + 3`, "erased", "in its edit 3"},
	{`UPDATE message_state SET body = 'back' WHERE deleted`, "erased", "its last edit"},
	{`UPDATE message_state SET mentions = '["ada"]' WHERE deleted`, "erased", "whom it named"},
	{`UPDATE events SET extra = '{"mentions":["grace"]}' WHERE key = (1 << 40) + 2`, "erased", "whom it named: in the log"},
	{`INSERT INTO mentions (person, key) VALUES ('grace', (1 << 40) + 2)`, "erased", "still names"},
	{`INSERT INTO reactions (key, emoji, person, place, since) VALUES ((1 << 40) + 2, 'x', 'ada', 5, 5)`, "erased", "a reaction"},
	{`UPDATE message_state SET detail = '{"v":0}' WHERE deleted`, "erased", "put on it"},
	{`UPDATE message_state SET reactions = '{"v":0,"reactions":[{"emoji":"x","count":1}]}' WHERE deleted`, "erased", "put on it"},

	{`UPDATE message_state SET sum = NULL WHERE deleted`, "sums", "0 bytes"},
	{`UPDATE message_state SET sum = x'01020304' WHERE NOT deleted AND key = (1 << 40) + 1`, "sums", "is not erased"},
}

// house is a data directory with a kitchen in it, with nobody running.
func house(t testing.TB) string {
	dir := t.TempDir()
	s := openAt(t, dir, Options{})
	kitchen(t, s)
	write(t, s, func(tx store.Tx) error { // seqs 8 and 9: a message that was edited
		for _, e := range []wire.Event{{Kind: wire.KindMessage, CID: "8", Body: "first"},
			{Kind: wire.KindEdit, Target: 8, Body: "second"}} {
			e.Room, e.Author, e.Event = "kitchen", "ada", "event"
			if err := tx.Events().Append(&e); err != nil {
				return err
			}
			if e.Kind == wire.KindEdit {
				return tx.Events().Change(e)
			}
		}
		return nil
	})
	shut(t, s)
	return dir
}

// twin copies the database of dir, which nobody has open, to a new directory.
func twin(t testing.TB, dir string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	to := t.TempDir()
	if err := os.WriteFile(filepath.Join(to, fileName), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

// examine is what a doctor does.
func examine(t testing.TB, dir string) *checkup.Report {
	t.Helper()
	s, err := OpenReadOnly(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	report, err := s.Examine(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return report
}

// names are those of the findings that found something.
func names(r *checkup.Report) string {
	var out []string
	for _, f := range r.Findings {
		if !f.OK() {
			out = append(out, f.Name)
		}
	}
	return strings.Join(out, " ")
}

func TestEveryPlantedDamageIsFoundAndNothingElse(t *testing.T) {
	sound := house(t)
	if r := examine(t, sound); names(r) != "" {
		t.Fatalf("a sound house: %q", r.Problems())
	}
	for _, p := range planted {
		dir := twin(t, sound)
		c, err := connect(t.Context(), filepath.Join(dir, fileName), writing)
		if err != nil {
			t.Fatal(err)
		}
		for part := range strings.SplitSeq(p.sql, ";") {
			if _, err := c.exec(part); err != nil {
				t.Fatalf("%s: %v", part, err)
			}
		}
		if err := c.close(); err != nil {
			t.Fatal(err)
		}
		r := examine(t, dir)
		if got := names(r); got != p.found {
			t.Errorf("after %s: found %q, want %q: %q", p.sql, got, p.found, r.Problems())
		}
		if all := strings.Join(r.Problems(), "\n"); !strings.Contains(all, p.words) {
			t.Errorf("after %s: said %q, want %q", p.sql, all, p.words)
		}
	}
}

func TestADamagedFileIsFound(t *testing.T) {
	sound := house(t)
	content, err := os.ReadFile(filepath.Join(sound, fileName))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for page := 4096; page < len(content); page += 4096 {
		spoilt := slices.Clone(content)
		for i := range 64 { // a page's head and its first cells' places
			spoilt[page+i] ^= 0x5a
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, fileName), spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := OpenReadOnly(t.Context(), dir)
		if err != nil {
			found++
			continue
		}
		r, err := s.Examine(t.Context(), nil)
		if err == nil && names(r) == "" {
			t.Errorf("page %d is spoilt and nothing was found", page/4096+1)
		}
		if err == nil && r.Findings[0].OK() {
			t.Errorf("page %d is spoilt and %q was found, not by SQLite", page/4096+1, r.Problems())
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		found++
	}
	if found < 10 {
		t.Errorf("only %d pages were spoilt", found)
	}
}

func TestAReadOnlyDatabaseIsOfOneMoment(t *testing.T) {
	dir := t.TempDir()
	if _, err := OpenReadOnly(t.Context(), dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of nothing: %v", err)
	}
	s := openAt(t, dir, Options{})
	defer shut(t, s)
	kitchen(t, s)
	still, err := OpenReadOnly(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	write(t, s, func(tx store.Tx) error {
		return tx.Events().Append(&wire.Event{Room: "kitchen", Author: "ada", Event: "later", Kind: wire.KindMessage,
			CID: "later", Body: "later"})
	})
	r, err := still.Examine(t.Context(), nil)
	if err != nil || names(r) != "" {
		t.Errorf("%v, %q", err, r.Problems())
	}
	if got := r.Sums.Table("events").Rows; got != 7 {
		t.Errorf("%d events, want the 7 of before", got)
	}
	if err := still.Close(); err != nil {
		t.Error(err)
	}
}

func TestAReadOnlyDatabaseThatIsWrittenToTellsSo(t *testing.T) {
	dir := house(t)
	still, err := OpenReadOnly(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	s := openAt(t, dir, Options{})
	write(t, s, func(tx store.Tx) error { return tx.Settings().Set("a", "b") })
	if err := still.Close(); !errors.Is(err, ErrMoved) {
		t.Errorf("%v, want ErrMoved", err)
	}
	shut(t, s)
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 { // the database and its lock
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestAWritingServerRaisesNoAlarm(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir, Options{})
	defer shut(t, s)
	kitchen(t, s)
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for _, who := range []string{"ada", "grace"} {
		wg.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				if err := s.Update(context.Background(), func(tx store.Tx) error { return turn(tx, who, n) }); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for range 5 {
		if r := examine(t, dir); names(r) != "" {
			t.Errorf("found %q", r.Problems())
		}
	}
	stop()
	wg.Wait()
}

// turn says something, changes it, erases every third, and leaves and enters
// the room, all of it in one transaction.
func turn(tx store.Tx, who string, n int) error {
	cid := strings.Repeat("x", n%7) + who + string(rune('a'+n%26)) + strconv.Itoa(n)
	first := wire.Event{Kind: wire.KindMessage, CID: cid, Body: cid, Mentions: []string{"grace"}, ReplyTo: 1}
	first.Room, first.Author, first.Event = "kitchen", who, cid
	if err := tx.Events().Append(&first); err != nil {
		return err
	}
	kinds := []wire.Kind{wire.KindReaction, wire.KindEdit, wire.KindDelete}
	for _, kind := range kinds[:1+n%3] {
		e := wire.Event{Room: "kitchen", Author: who, Event: cid, Kind: kind, Target: first.Seq}
		switch kind {
		case wire.KindEdit:
			e.Body = "edited"
		case wire.KindReaction:
			e.Emoji, e.On = "👍", true
		}
		if err := tx.Events().Append(&e); err != nil {
			return err
		}
		if err := tx.Events().Change(e); err != nil {
			return err
		}
	}
	if err := tx.Members().Remove("kitchen", who); err != nil {
		return err
	}
	return tx.Members().Put(store.Member{Room: "kitchen", User: who, Read: first.Seq})
}

func TestAReadOnlyDatabaseOfACrashedServerHasWhatWasInItsLog(t *testing.T) {
	dir, crashed := t.TempDir(), t.TempDir()
	s := openAt(t, dir, Options{})
	kitchen(t, s)
	before := make(map[string][]byte)
	for _, name := range []string{fileName, fileName + "-wal"} {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		before[name] = content
		if err := os.WriteFile(filepath.Join(crashed, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	shut(t, s)
	r := examine(t, crashed)
	if got := r.Sums.Table("events").Rows; got != 7 || names(r) != "" {
		t.Errorf("%d events, %q", got, r.Problems())
	}
	for name, want := range before {
		if got, err := os.ReadFile(filepath.Join(crashed, name)); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s was touched: %v", name, err)
		}
	}
}
