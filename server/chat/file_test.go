package chat_test

import (
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// sendFiles sends a message with files.
func sendFiles(w *chattest.World, p chattest.Person, room, body string, files ...string) (*wire.Ack, *wire.Error) {
	w.T.Helper()
	res, e := w.Do(p, &wire.Send{CID: id.New(), Room: room, Body: body, Files: files}, wire.SendMessage.Type)
	if e != nil {
		return nil, e
	}
	return res.(*wire.Ack), nil
}

// code is what a refusal is of.
func code(e *wire.Error) wire.Code {
	if e == nil {
		return "ok"
	}
	return e.Code
}

func TestAFileIsUploadedSentAndRead(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	text := strings.Repeat("0123456789", limits.FilePartMin/10+1) + "the end"
	f := w.Begin(w.Sam, "plan.txt", int64(len(text)))
	half := limits.FilePartMin + 4
	if _, _, e := w.Download(w.Sam, f.File.ID, ""); code(e) != wire.CodeNotFound {
		t.Errorf("an unfinished file: %v", e)
	}
	if i, e := w.Part(w.Sam, f.File.ID, 0, text[:half]); e != nil || i.Received != int64(half) || i.Done {
		t.Fatalf("the first part: %+v %v", i, e)
	}
	asked := w.MustDo(w.Sam, &wire.FileRef{File: f.File.ID}, wire.GetUpload.Type).(*wire.FileInfo)
	if asked.Received != int64(half) || asked.Done {
		t.Errorf("asked: %+v", asked)
	}
	i, e := w.Part(w.Sam, f.File.ID, int64(half), text[half:])
	if e != nil || !i.Done || i.File.Type != "text/plain" || i.File.Size != int64(len(text)) {
		t.Fatalf("the last part: %+v %v", i, e)
	}
	if got, c, e := w.Download(w.Sam, f.File.ID, ""); got != text || c.Name != "plan.txt" || c.Inline || e != nil {
		t.Errorf("one's own: %d bytes, %+v %v", len(got), c, e)
	}
	if _, _, e := w.Download(w.Hana, f.File.ID, ""); code(e) != wire.CodeNotFound {
		t.Errorf("before it was sent: %v", e)
	}
	ack, e := sendFiles(w, w.Sam, room, "", f.File.ID)
	if e != nil {
		t.Fatal(e)
	}
	page := w.MustDo(w.Hana, &wire.Fetch{Room: room}, wire.FetchHistory.Type).(*wire.Page)
	last := page.Events[len(page.Events)-1]
	if last.Seq != ack.Seq || len(last.Files) != 1 || last.Files[0] != i.File {
		t.Errorf("read: %+v", last)
	}
	if got, _, e := w.Download(w.Hana, f.File.ID, wire.SizeSmall); got != text || e != nil {
		t.Errorf("by a member: %d bytes, %v", len(got), e)
	}
	for _, p := range []chattest.Person{w.Stan, w.Finn} {
		if _, _, e := w.Download(p, f.File.ID, ""); code(e) != wire.CodeNotFound {
			t.Errorf("by %s: %v", p.Handle, e)
		}
	}
	if _, e := sendFiles(w, w.Sam, room, "again", f.File.ID); code(e) != wire.CodeConflict {
		t.Errorf("sent a second time: %v", e)
	}
	w.MustDo(w.Sam, &wire.Delete{Room: room, Seq: ack.Seq}, wire.DeleteMessage.Type)
	for _, p := range []chattest.Person{w.Sam, w.Hana} {
		if _, _, e := w.Download(p, f.File.ID, ""); code(e) != wire.CodeNotFound {
			t.Errorf("deleted, by %s: %v", p.Handle, e)
		}
	}
	w.View(func(tx store.Tx) error {
		own, all, err := tx.Files().Counted(w.Sam.ID)
		if own != 0 || all != 0 {
			t.Errorf("deleted, it counts as %d of %d", own, all)
		}
		return err
	})
}

func TestAMessageHasSoManyFiles(t *testing.T) {
	w := chattest.New(t)
	var ids []string
	for range limits.Files + 1 {
		ids = append(ids, w.Upload(w.Sam, "a.txt", "hello").ID)
	}
	_, e := sendFiles(w, w.Sam, w.Main, "", ids...)
	refused(t, e, wire.CodeInvalid)
	_, e = sendFiles(w, w.Sam, w.Main, "", ids[0], ids[0])
	refused(t, e, wire.CodeInvalid)
	if _, e := sendFiles(w, w.Sam, w.Main, "", ids[:limits.Files]...); e != nil {
		t.Error(e)
	}
	_, e = sendFiles(w, w.Sam, w.Main, "")
	refused(t, e, wire.CodeInvalid)
}

func TestPartsAndDownloadsHaveTheirRates(t *testing.T) {
	w := chattest.New(t, limited)
	for _, row := range w.Chat.Streams() {
		draw := func(p chattest.Person) *wire.Error {
			e, _ := chat.Public(row.Draw(t.Context(), w.Chat, p.Actor()))
			return e
		}
		draws := func(p chattest.Person) error { return row.Draw(t.Context(), w.Chat, p.Actor()) }
		for range row.Rate.Burst {
			if err := draws(w.Sam); err != nil {
				t.Fatalf("%s: %v", row.Type, err)
			}
		}
		e := draw(w.Sam)
		refused(t, e, wire.CodeRate)
		if err := draws(w.Hana); err != nil {
			t.Errorf("%s: somebody else waits as well: %v", row.Type, err)
		}
		w.Advance(time.Duration(e.RetryMS) * time.Millisecond)
		if err := draws(w.Sam); err != nil {
			t.Errorf("%s, when the time had come: %v", row.Type, err)
		}
	}
}

func TestAPersonUploadsSoMuchADay(t *testing.T) {
	w, l := texting(t)
	for range limits.RateUploaded.Burst - 1 {
		if _, err := l.Memory.Take(t.Context(), "uploaded/"+w.Sam.ID, limits.RateUploaded); err != nil {
			t.Fatal(err)
		}
	}
	content := strings.Repeat("x", limits.FilePart)
	w.Upload(w.Sam, "a.txt", content)
	f := w.Begin(w.Sam, "b.txt", limits.FilePart)
	_, e := w.Part(w.Sam, f.File.ID, 0, content)
	refused(t, e, wire.CodeRate)
	w.Upload(w.Hana, "c.txt", content)
	w.Advance(time.Duration(e.RetryMS) * time.Millisecond)
	if i, e := w.Part(w.Sam, f.File.ID, 0, content); e != nil || !i.Done {
		t.Errorf("when the time had come: %+v %v", i, e)
	}
}
