package chat_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// export writes the archive of p's.
func export(w *chattest.World, p chattest.Person, to io.Writer) error {
	w.T.Helper()
	for _, row := range w.Chat.Streams() {
		if row.Type != wire.ExportAccount.Type {
			continue
		}
		if err := row.Admit(w.T.Context(), w.Chat, p.Actor(), row.New()); err != nil {
			return err
		}
		c, err := row.Give(w.T.Context(), p.Actor(), row.New())
		if err != nil {
			return err
		}
		return c.Write(w.T.Context(), to)
	}
	w.T.Fatal("there is no export")
	return nil
}

// unpacked are the files of p's archive.
func unpacked(w *chattest.World, p chattest.Person) map[string]string {
	w.T.Helper()
	var out bytes.Buffer
	if err := export(w, p, &out); err != nil {
		w.T.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		w.T.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range r.File {
		content, err := f.Open()
		if err != nil {
			w.T.Fatal(err)
		}
		text, err := io.ReadAll(content)
		if err != nil {
			w.T.Fatal(err)
		}
		all[f.Name] = string(text)
	}
	return all
}

// say sends a message of p's.
func say(w *chattest.World, p chattest.Person, room, body string, files ...string) int64 {
	w.T.Helper()
	return w.MustDo(p, &wire.Send{CID: id.New(), Room: room, Body: body, Files: files}, wire.SendMessage.Type).(*wire.Ack).Seq
}

func TestEverythingOfSomebodysIsInOneArchive(t *testing.T) {
	w := chattest.New(t)
	room, left := create(w, w.Hana, "pantry", wire.RoomPublic), create(w, w.Hana, "attic", wire.RoomPublic)
	for _, r := range []wire.Room{room, left} {
		w.MustDo(w.Sam, &wire.RoomRef{Room: r.ID}, wire.JoinRoom.Type)
	}
	f := w.Upload(w.Sam, "../list.txt", "bread").ID
	say(w, w.Sam, room.ID, "soup, \"hot\"\nand bread", f)
	say(w, w.Hana, room.ID, "mine")
	say(w, w.Sam, left.ID, "in the attic")
	w.MustDo(w.Sam, &wire.Edit{Room: room.ID, Seq: say(w, w.Sam, room.ID, "old"), Body: "new"}, wire.EditMessage.Type)
	w.MustDo(w.Sam, &wire.Delete{Room: room.ID, Seq: say(w, w.Sam, room.ID, "regret")}, wire.DeleteMessage.Type)
	w.MustDo(w.Sam, &wire.RoomRef{Room: left.ID}, wire.LeaveRoom.Type)
	dm := w.MustDo(w.Sam, &wire.DMOpen{User: w.Hana.ID}, wire.OpenDM.Type).(*wire.RoomInfo).Room
	say(w, w.Sam, dm.ID, "just us")

	all := unpacked(w, w.Sam)
	if !strings.Contains(all["README.txt"], "messages.jsonl") || !strings.Contains(all["profile.json"], `"handle": "`+w.Sam.Handle+`"`) {
		t.Errorf("it has %v", all)
	}
	if all["files/"+f+"-list.txt"] != "bread" {
		t.Errorf("the file is %q", all["files/"+f+"-list.txt"])
	}
	said := map[string]string{}
	for line := range strings.Lines(all["messages.jsonl"]) {
		var m struct {
			Room, Body string
			Files      []string
		}
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		said[m.Body] = m.Room + strings.Join(m.Files, " ")
	}
	want := map[string]string{"soup, \"hot\"\nand bread": "pantryfiles/" + f + "-list.txt", "new": "pantry", "just us": w.Hana.Name}
	if fmt.Sprint(said) != fmt.Sprint(want) {
		t.Errorf("the messages are %v, want %v", said, want)
	}
	for name, text := range unpacked(w, w.Hana) {
		if strings.Contains(text, "soup") || strings.Contains(text, "bread") || strings.HasPrefix(name, "files/") {
			t.Errorf("another's archive has %s: %s", name, text)
		}
	}
}

// banning bans somebody as soon as the first part of their archive is there.
type banning struct {
	w    *chattest.World
	once bool
}

// Write implements io.Writer.
func (b *banning) Write(p []byte) (int, error) {
	if !b.once {
		b.once = true
		b.w.MustDo(b.w.Nora, &wire.UserBan{User: b.w.Sam.ID, Banned: true}, wire.BanUser.Type)
	}
	return len(p), nil
}

func TestWhoIsBannedInTheMiddleGetsNoMore(t *testing.T) {
	w := chattest.New(t)
	err := export(w, w.Sam, &banning{w: w})
	if e, fault := chat.Public(err); fault || e.Code != wire.CodeUnauthorized {
		t.Errorf("the archive ends with %v", err)
	}
}

func TestATokenIsNotGivenAnArchive(t *testing.T) {
	w := chattest.New(t)
	for _, row := range w.Chat.Streams() {
		if row.Type != wire.ExportAccount.Type {
			continue
		}
		for what, p := range map[string]chattest.Person{
			"made in another way": w.Sam.Through(func(a *chat.Actor) { a.Origin = 0 }),
			"without the scope":   w.Sam.Through(func(a *chat.Actor) { a.Scope = chat.ScopeRead }),
		} {
			e, _ := chat.Public(row.Draw(t.Context(), w.Chat, p.Actor()))
			if e == nil || e.Code != wire.CodeForbidden {
				t.Errorf("a credential %s: %v", what, e)
			}
		}
	}
}

func TestAnArchiveOfManyMessagesTakesLittleMemory(t *testing.T) {
	w := chattest.New(t)
	room := create(w, w.Sam, "log", wire.RoomPublic)
	const many = 200_000
	for n := 0; n < many; {
		err := w.Store.Update(t.Context(), func(tx store.Tx) error {
			for range 5000 {
				e := &wire.Event{Room: room.ID, Event: id.New(), Author: w.Sam.ID, CID: id.New(), Kind: wire.KindMessage,
					At: 1, Body: id.New() + id.New()}
				if err := tx.Events().Append(e); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		n += 5000
	}
	out := &peak{}
	if err := export(w, w.Sam, out); err != nil {
		t.Fatal(err)
	}
	if out.bytes < 5<<20 {
		t.Fatalf("there are only %d bytes", out.bytes)
	}
	t.Logf("%d bytes, at most %d MB of memory in use", out.bytes, out.most>>20)
	if out.most > 64<<20 {
		t.Errorf("%d MB of memory were in use", out.most>>20)
	}
}

// peak notes how much memory was in use while it was written to.
type peak struct {
	bytes, next int
	most        uint64
}

// Write implements io.Writer.
func (p *peak) Write(b []byte) (int, error) {
	if p.bytes += len(b); p.bytes >= p.next {
		p.next = p.bytes + 1<<18
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		p.most = max(p.most, m.HeapAlloc)
	}
	return len(b), nil
}

var errGone = errors.New("gone")

// gone is a reader who has gone.
type gone struct{}

// Write implements io.Writer.
func (gone) Write([]byte) (int, error) { return 0, errGone }

func TestAnArchiveThatNobodyReadsIsNotMade(t *testing.T) {
	w := chattest.New(t)
	if err := export(w, w.Sam, gone{}); !errors.Is(err, errGone) {
		t.Errorf("it ends with %v", err)
	}
}
