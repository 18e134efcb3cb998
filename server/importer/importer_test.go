package importer

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// desk has a store to import into.
type desk struct {
	*testing.T
	store *sqlite.Store
}

func newDesk(t *testing.T) *desk {
	s, err := sqlite.Open(context.Background(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		problems, err := s.Check(context.Background())
		if err != nil || len(problems) > 0 {
			t.Errorf("the store afterwards: %q %v", problems, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &desk{t, s}
}

// load imports text and returns the report and the reported errors.
func (d *desk) load(input string) (Report, []string) {
	d.Helper()
	var complaints []string
	r, err := JSONL(context.Background(), d.store, strings.NewReader(input), Options{
		Errors: func(line int, err error) { complaints = append(complaints, fmt.Sprintf("%d: %v", line, err)) },
	})
	if err != nil {
		d.Fatal(err)
	}
	return r, complaints
}

func (d *desk) view(fn func(tx store.Tx) error) {
	d.Helper()
	if err := d.store.View(context.Background(), fn); err != nil {
		d.Fatal(err)
	}
}

func (d *desk) update(fn func(tx store.Tx) error) {
	d.Helper()
	if err := d.store.Update(context.Background(), fn); err != nil {
		d.Fatal(err)
	}
}

// room returns the public room with that name, and its log.
func (d *desk) room(name string) (r store.Room, es []wire.Event) {
	d.Helper()
	d.view(func(tx store.Tx) (err error) {
		if r, err = tx.Rooms().ByName(name); err != nil {
			return err
		}
		es, err = tx.Events().After(r.ID, 0, 100_000)
		return err
	})
	return r, es
}

// told returns a log as lines: seq, author's handle, what it answers, text.
func (d *desk) told(name string) string {
	d.Helper()
	_, es := d.room(name)
	var b strings.Builder
	d.view(func(tx store.Tx) error {
		for _, e := range es {
			u, err := tx.Users().ByID(e.Author)
			if err != nil {
				return err
			}
			fmt.Fprintf(&b, "%d %s", e.Seq, u.Handle)
			if e.ReplyTo > 0 {
				fmt.Fprintf(&b, ">%d", e.ReplyTo)
			}
			fmt.Fprintf(&b, ": %s\n", e.Body)
		}
		return nil
	})
	return b.String()
}

func same[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got  %v\n want %v", what, got, want)
	}
}

const talk = `{"n":1,"room":"ubuntu","at":"2004-12-25T09:14:00Z","nick":"crimsun","text":"I'm afraid not."}
{"n":2,"room":"ubuntu","at":"2004-12-25T09:15:00Z","nick":"kleedrac","text":"Hmmm","reply_to":1}
{"n":4,"room":"ubuntu","at":"2004-12-25T09:16:00.5+01:00","nick":"|QuaD-","text":"will: totem"}
{"n":1,"room":"devel","at":"2005-01-01T00:00:00Z","nick":"crimsun","text":"elsewhere"}
{"n":5,"room":"ubuntu","at":"2004-12-25T09:17:00Z","nick":"crimsun","text":"both","reply_to":2}
`

const talkTold = "1 crimsun: I'm afraid not.\n2 kleedrac>1: Hmmm\n3 quad: will: totem\n4 crimsun>2: both\n"

func TestAConversationIsThereWithItsPeopleTimesAndReplies(t *testing.T) {
	d := newDesk(t)
	r, complaints := d.load(talk)
	same(t, "report", r, Report{Lines: 5, Messages: 5, People: 3, Rooms: 2})
	same(t, "complaints", len(complaints), 0)
	same(t, "ubuntu", d.told("ubuntu"), talkTold)
	same(t, "devel", d.told("devel"), "1 crimsun: elsewhere\n")
	room, es := d.room("ubuntu")
	same(t, "kind", room.Kind, wire.RoomPublic)
	same(t, "members", room.Members, 3)
	same(t, "time", time.UnixMilli(es[2].At).UTC().Format(time.RFC3339Nano), "2004-12-25T08:16:00.5Z")
	same(t, "quote", *es[3].Quote, wire.Quote{Author: es[1].Author, Text: "Hmmm"})
	d.view(func(tx store.Tx) error {
		u, err := tx.Users().ByHandle("quad")
		same(t, "person", u.User, wire.User{ID: u.ID, Handle: "quad", Name: "|QuaD-", Role: wire.RoleMember, Ghost: true})
		same(t, "password and e-mail", u.Password+u.Email, "")
		return err
	})
}

func TestASecondRunAddsNothing(t *testing.T) {
	d := newDesk(t)
	d.load(talk)
	d.update(func(tx store.Tx) error { // changes that may have happened since
		r, err := tx.Rooms().ByName("ubuntu")
		if err != nil {
			return err
		}
		r.Name = "Ubuntu help"
		if err := tx.Rooms().Set(r); err != nil {
			return err
		}
		u, err := tx.Users().ByHandle("quad")
		if err != nil {
			return err
		}
		u.Handle = "quadrat"
		if err := tx.Users().Update(u); err != nil {
			return err
		}
		e := wire.Event{Room: r.ID, Event: "d", Author: u.ID, Kind: wire.KindDelete, Target: 2}
		if err := tx.Events().Append(&e); err != nil {
			return err
		}
		return tx.Events().Change(e)
	})
	before := d.told("Ubuntu help")
	r, complaints := d.load(talk)
	same(t, "report", r, Report{Lines: 5, Known: 5})
	same(t, "complaints", len(complaints), 0)
	same(t, "the room", d.told("Ubuntu help"), before)
}

func TestAnImportGoesOnWhereAnEarlierOneEnded(t *testing.T) {
	d := newDesk(t)
	lines := strings.SplitAfter(talk, "\n")
	d.load(strings.Join(lines[:2], ""))
	r, complaints := d.load(talk)
	same(t, "report", r, Report{Lines: 5, Messages: 3, Known: 2, People: 1, Rooms: 1})
	same(t, "complaints", len(complaints), 0)
	same(t, "ubuntu", d.told("ubuntu"), talkTold)
}

func TestBrokenLinesAreReportedByNumberAndStopNothing(t *testing.T) {
	d := newDesk(t)
	good := func(n int, rest string) string {
		return fmt.Sprintf(`{"n":%d,"room":"r","at":"2004-12-25T09:14:00Z","nick":"ada","text":"%d"%s}`, n, n, rest)
	}
	r, complaints := d.load("\ufeff" + strings.Join([]string{
		good(1, ""),
		``,
		`{"n":2`,
		`["n"]`,
		`{"room":"r","at":"2004-12-25T09:14:00Z","nick":"ada","text":"x"}`,
		`{"n":"2","room":"r","at":"2004-12-25T09:14:00Z","nick":"ada","text":"x"}`,
		`{"n":2,"room":"r","at":"yesterday","nick":"ada","text":"x"}`,
		`{"n":2,"room":" ","at":"2004-12-25T09:14:00Z","nick":"ada","text":"x"}`,
		`{"n":2,"room":"r","at":"2004-12-25T09:14:00Z","nick":"\u202e","text":"x"}`,
		`{"n":2,"room":"r","at":"2004-12-25T09:14:00Z","nick":"ada","text":" \u0000\n"}`,
		`{"n":0,"room":"r","at":"2004-12-25T09:14:00Z","nick":"ada","text":"x"}`,
		`{"n":2,"room":"r","at":"2004-12-25T09:14:00Z","nick":"ada","text":"` + strings.Repeat("x", limits.Body+1) + `"}`,
		`{"n":2,"room":"r","at":"2004-12-25T09:14:00Z","nick":"` + strings.Repeat("ä", limits.NameRunes+1) + `","text":"x"}`,
		`{"n":2,"room":"r","at":"2004-12-25T09:14:00Z","nick":"ada","text":"` + strings.Repeat("x", lineBytes) + `"}`,
		good(3, `,"reply_to":99`),
		good(3, ``),
		good(4, `,"reply_to":3,"what":{"is":"this"}`),
		good(5, `,"reply_to":-1`),
		"\t " + good(6, `,"reply_to":1`) + " \r", // no newline at the end
	}, "\n"))
	want := []string{
		`3: not a JSON object: unexpected end of JSON input`,
		`4: not a JSON object: json: cannot unmarshal array into Go value of type struct`,
		`5: n is missing`, `6: n is a string`, `7: at is not a time in the form of RFC 3339: "yesterday"`, `8: room is empty`,
		`9: nick is empty`, `10: text is empty`, `11: n is 0 and must be at least 1`,
		`12: text has 16385 bytes, 1 more than allowed`, `13: nick has more than 80 characters`,
		`14: longer than 1048576 bytes`, `15: reply_to 99 is not an earlier line of this room; imported without`,
		`16: n 3 was used before in this room`, `18: reply_to is -1 and must be at least 1`,
	}
	for i := range max(len(want), len(complaints)) {
		if i >= len(want) || i >= len(complaints) || !strings.HasPrefix(complaints[i], want[i]) {
			t.Fatalf("complaint %d:\n got  %q\n want %q", i, complaints[min(i, len(complaints)):], want[min(i, len(want)):])
		}
	}
	same(t, "report", r, Report{Lines: 18, Messages: 4, People: 1, Rooms: 1, Broken: len(want)})
	same(t, "the room", d.told("r"), "1 ada: 1\n2 ada: 3\n3 ada>2: 4\n4 ada>1: 6\n")
}

func TestNicksBecomeHandlesOfTheirOwn(t *testing.T) {
	d := newDesk(t)
	d.update(func(tx store.Tx) error {
		return tx.Users().Create(store.User{User: wire.User{ID: "will", Handle: "will", Name: "Will, who lives here"}})
	})
	nicks := []string{"Will", "will", "WILL", "will_", "|||", "^^^", "漢字", "all", "Ünï-Cöde", "a..b", strings.Repeat("long", 20),
		"@[Zed]^2"}
	var input strings.Builder
	for i, nick := range nicks {
		fmt.Fprintf(&input, `{"n":%d,"room":"r","at":"2004-12-25T09:14:00Z","nick":%q,"text":"x"}`+"\n", i+1, nick)
	}
	r, complaints := d.load(input.String())
	same(t, "people", r.People, len(nicks))
	same(t, "complaints", len(complaints), 0)
	var got []string
	for line := range strings.Lines(d.told("r")) {
		got = append(got, strings.TrimSuffix(strings.Fields(line)[1], ":"))
	}
	want := []string{"will2", "will3", "will4", "will5", "someone", "someone2", "漢字", "all1", "ünï-cöde", "a.b",
		strings.Repeat("long", 8), "zed.2"}
	if !slices.Equal(got, want) {
		t.Errorf("handles:\n got  %q\n want %q", got, want)
	}
}

func TestARoomThatIsThereIsUsed(t *testing.T) {
	d := newDesk(t)
	d.update(func(tx store.Tx) error {
		if err := tx.Users().Create(store.User{User: wire.User{ID: "ada", Handle: "ada", Role: wire.RoleOwner}}); err != nil {
			return err
		}
		if err := tx.Rooms().Create(store.Room{ID: "room", Kind: wire.RoomPublic, Name: "Ubuntu", Epoch: "e"}); err != nil {
			return err
		}
		if err := tx.Members().Put(store.Member{Room: "room", User: "ada"}); err != nil {
			return err
		}
		return tx.Events().Append(&wire.Event{Room: "room", Event: "e", Author: "ada", Kind: wire.KindMessage, Body: "first"})
	})
	r, _ := d.load(talk)
	same(t, "rooms", r.Rooms, 1) // devel
	same(t, "ubuntu", d.told("ubuntu"), "1 ada: first\n2 crimsun: I'm afraid not.\n3 kleedrac>2: Hmmm\n4 quad: will: totem\n5 "+
		"crimsun>3: both\n")
	d.view(func(tx store.Tx) error {
		m, err := tx.Members().Get("room", "ada")
		same(t, "ada's read marker", m.Read, 0)
		return err
	})
}

func TestThoseWhoRunThePlaceSeeTheRoomReadToTheEnd(t *testing.T) {
	d := newDesk(t)
	d.update(func(tx store.Tx) error {
		for handle, role := range map[string]wire.Role{"owner": wire.RoleOwner, "admin": wire.RoleAdmin, "member": wire.RoleMember} {
			if err := tx.Users().Create(store.User{User: wire.User{ID: handle, Handle: handle, Role: role}}); err != nil {
				return err
			}
		}
		return nil
	})
	d.load(talk)
	room, _ := d.room("ubuntu")
	d.view(func(tx store.Tx) error {
		ids, err := tx.Members().IDs(room.ID)
		if err != nil {
			return err
		}
		slices.Sort(ids)
		same(t, "members", strings.Join(ids, " "), "admin owner")
		js, err := tx.Members().Joined("owner", room.ID)
		if err != nil {
			return err
		}
		same(t, "unread", js[0].Unread, 0)
		entries, err := tx.Inbox().After("owner", 0)
		same(t, "inbox entries", len(entries), 2) // one for each room
		return err
	})
	d.update(func(tx store.Tx) error {
		if err := tx.Members().Remove(room.ID, "admin"); err != nil {
			return err
		}
		return nil
	})
	d.load(talk)
	d.view(func(tx store.Tx) error {
		_, err := tx.Members().Get(room.ID, "admin")
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the admin who left was brought back: %v", err)
		}
		return nil
	})
}

func TestGzipIsKnownByItsContent(t *testing.T) {
	d := newDesk(t)
	packed := pack(t, talk)
	r, complaints := d.load(packed)
	same(t, "report", r, Report{Lines: 5, Messages: 5, People: 3, Rooms: 2})
	same(t, "complaints", len(complaints), 0)
	same(t, "ubuntu", d.told("ubuntu"), talkTold)
}

func pack(t *testing.T, s string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// long returns n messages of a room.
func long(n int) string {
	var b strings.Builder
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&b, `{"n":%d,"room":"long","at":"2004-12-25T09:14:00Z","nick":"nick%d","text":"message %d"`, i, i%50, i)
		if i%3 == 0 {
			fmt.Fprintf(&b, `,"reply_to":%d`, i-2)
		}
		b.WriteString("}\n")
	}
	return b.String()
}

func TestATruncatedFileIsImportedUpToTheCut(t *testing.T) {
	d := newDesk(t)
	packed := pack(t, long(3000))
	r, err := JSONL(context.Background(), d.store, strings.NewReader(packed[:len(packed)/2]), Options{})
	if !errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(err.Error(), "after line ") {
		t.Errorf("JSONL: %v, want an unexpected end after some line", err)
	}
	if r.Messages < 500 || r.Messages >= 3000 {
		t.Errorf("%d of 3000 messages came through", r.Messages)
	}
	again, _ := d.load(long(3000))
	same(t, "known and new", [2]int{again.Known, again.Messages}, [2]int{r.Messages, 3000 - r.Messages})
}

func TestProgressRisesToTheWholeOfTheFile(t *testing.T) {
	d := newDesk(t)
	input := pack(t, long(2500))
	var done []int64
	_, err := JSONL(context.Background(), d.store, strings.NewReader(input), Options{Size: int64(len(input)),
		Progress: func(n, total int64) {
			same(t, "total", total, int64(len(input)))
			done = append(done, n)
		}})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSorted(done) || len(done) < 5 || done[len(done)-1] != int64(len(input)) {
		t.Errorf("progress of %d bytes: %d", len(input), done)
	}
}

func TestAnImportThatIsStoppedCanBeRunAgain(t *testing.T) {
	d := newDesk(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	r, err := JSONL(ctx, d.store, strings.NewReader(long(3000)), Options{Progress: func(int64, int64) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("JSONL: %v, want Canceled", err)
	}
	same(t, "messages", r.Messages, batchLines)
	again, _ := d.load(long(3000))
	same(t, "known", again.Known, batchLines)
	same(t, "new", again.Messages, 3000-batchLines)
}

func TestAnImportGoesOnBesideOtherWriters(t *testing.T) {
	d := newDesk(t)
	d.load(talk)
	room, said := d.room("ubuntu")
	stop, stopped := make(chan struct{}), make(chan int)
	go func() {
		n := 0
		for {
			select {
			case <-stop:
				stopped <- n
				return
			default:
			}
			n++
			d.update(func(tx store.Tx) error {
				return tx.Events().Append(&wire.Event{Room: room.ID, Event: "e", Author: said[0].Author, Kind: wire.KindMessage,
					Body: "live"})
			})
		}
	}()
	input := strings.ReplaceAll(long(2000), `"long"`, `"ubuntu"`)
	r, err := JSONL(context.Background(), d.store, strings.NewReader(input), Options{})
	close(stop)
	n := <-stopped
	if err != nil {
		t.Fatal(err)
	}
	room, _ = d.room("ubuntu")
	same(t, "messages", r.Messages, 2000)
	same(t, "top", room.Top, int64(4+n+r.Messages))
}
