package chat_test

import (
	"context"
	"errors"
	"io"
	"slices"
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

func TestFilesKeepToTheirSpace(t *testing.T) {
	const most = 1 << 20
	w := chattest.New(t, func(_ *chattest.World, o *chat.Options) {
		o.Files.Limit, o.Files.Quota, o.Files.AllQuota = most, 2*most, 3*most
	})
	begin := func(p chattest.Person, size int64) (string, *wire.Error) {
		res, e := w.Do(p, &wire.FileBegin{CID: id.New(), Name: "a", Size: size}, wire.BeginFile.Type)
		if e != nil {
			return "", e
		}
		return res.(*wire.FileInfo).File.ID, nil
	}
	_, e := begin(w.Sam, most+1)
	refused(t, e, wire.CodeTooLarge)
	_, e = begin(w.Sam, 0)
	refused(t, e, wire.CodeInvalid)
	var first string
	for range 2 {
		if first, e = begin(w.Sam, most); e != nil {
			t.Fatal(e)
		}
	}
	_, e = begin(w.Sam, 1)
	refused(t, e, wire.CodeForbidden) // his own space is used up
	if _, e := begin(w.Hana, most); e != nil {
		t.Fatal(e)
	}
	_, e = begin(w.Mara, 1)
	refused(t, e, wire.CodeStorageFull) // everybody's is

	usage := func(p chattest.Person) wire.FileUsage {
		u := *w.MustDo(p, &wire.FileUse{}, wire.GetFileUsage.Type).(*wire.FileUsage)
		u.Head = wire.Head{}
		return u
	}
	if got, want := usage(w.Sam), (wire.FileUsage{Used: 2 * most, Quota: 2 * most, Limit: most}); got != want {
		t.Errorf("Sam's: %+v, want %+v", got, want)
	}
	if got, want := usage(w.Mara), (wire.FileUsage{Quota: 2 * most, Limit: most, All: 3 * most, AllQuota: 3 * most}); got != want {
		t.Errorf("the admin's: %+v, want %+v", got, want)
	}
	w.MustDo(w.Sam, &wire.FileRef{File: first}, wire.CancelFile.Type)
	if _, e := begin(w.Mara, most); e != nil {
		t.Errorf("after one was cancelled: %v", e)
	}
}

func TestWhatWasSentIsNotCancelled(t *testing.T) {
	w := chattest.New(t)
	f := w.Upload(w.Sam, "a.txt", "hello")
	if _, e := sendFiles(w, w.Sam, w.Main, "", f.ID); e != nil {
		t.Fatal(e)
	}
	_, e := w.Do(w.Sam, &wire.FileRef{File: f.ID}, wire.CancelFile.Type)
	refused(t, e, wire.CodeConflict)
	info := w.MustDo(w.Sam, &wire.FileRef{File: f.ID}, wire.GetUpload.Type).(*wire.FileInfo)
	if !info.Sent || !info.Done {
		t.Errorf("%+v", info)
	}
}

// An answer may be lost: the message is there once, with its files.
func TestASendWithFilesIsRepeated(t *testing.T) {
	w := chattest.New(t)
	f := w.Upload(w.Sam, "a.txt", "hello")
	q := &wire.Send{CID: id.New(), Room: w.Main, Files: []string{f.ID}}
	first := w.MustDo(w.Sam, q, wire.SendMessage.Type).(*wire.Ack)
	again := w.MustDo(w.Sam, q, wire.SendMessage.Type).(*wire.Ack)
	if again.Seq != first.Seq || !again.Dup {
		t.Errorf("%+v, then %+v", first, again)
	}
	unfinished := w.Begin(w.Sam, "b.txt", 5)
	_, e := sendFiles(w, w.Sam, w.Main, "too early", unfinished.File.ID)
	refused(t, e, wire.CodeConflict)
}

func TestEachFileOfAMessageHasItsCaption(t *testing.T) {
	w := chattest.New(t)
	var ids []string
	for _, name := range []string{"a.txt", "b.txt", "c.txt"} {
		ids = append(ids, w.Upload(w.Sam, name, "hello").ID)
	}
	send := func(captions ...string) *wire.Error {
		_, e := w.Do(w.Sam, &wire.Send{CID: id.New(), Room: w.Main, Files: ids, Captions: captions}, wire.SendMessage.Type)
		return e
	}
	refused(t, send("1", "2", "3", "4"), wire.CodeInvalid)
	refused(t, send(make([]string, limits.Files+1)...), wire.CodeInvalid)
	refused(t, send("", strings.Repeat("ü", limits.CaptionRunes+1)), wire.CodeTooLarge)
	refused(t, send("\xff"), wire.CodeInvalid)
	if e := send(" the \u202edoor\x00 ", "\u2060"); e != nil {
		t.Fatal(e)
	}
	page := w.MustDo(w.Hana, &wire.Fetch{Room: w.Main}, wire.FetchHistory.Type).(*wire.Page)
	var got []string
	for _, f := range page.Events[len(page.Events)-1].Files {
		got = append(got, f.Caption)
	}
	if want := []string{"the door", "", ""}; !slices.Equal(got, want) {
		t.Errorf("captions %q, want %q", got, want)
	}
}

func TestACaptionIsEditedAndTakenAway(t *testing.T) {
	w := chattest.New(t)
	ack, e := sendFiles(w, w.Sam, w.Main, "look", w.Upload(w.Sam, "a.txt", "hello").ID)
	if e != nil {
		t.Fatal(e)
	}
	w.MustDo(w.Sam, &wire.Edit{Room: w.Main, Seq: ack.Seq, Body: ""}, wire.EditMessage.Type)
	page := w.MustDo(w.Hana, &wire.Fetch{Room: w.Main}, wire.FetchHistory.Type).(*wire.Page)
	if m := page.Events[len(page.Events)-1]; m.Body != "" || len(m.Files) != 1 || m.State == nil {
		t.Errorf("%+v", m)
	}
	_, e = w.Do(w.Sam, &wire.Edit{Room: w.Main, Seq: w.Say(w.Sam, w.Main, "text"), Body: ""}, wire.EditMessage.Type)
	refused(t, e, wire.CodeInvalid)
}

// A newcomer does not get what was sent before their time, and somebody who left
// gets nothing more.
func TestFilesOfBeforeAreNotForNewcomers(t *testing.T) {
	w := chattest.New(t)
	room, _ := w.Past(wire.HistoryNone)
	before := w.Upload(w.Sam, "before.txt", "before")
	if _, e := sendFiles(w, w.Sam, room, "", before.ID); e != nil {
		t.Fatal(e)
	}
	w.MustDo(w.Hana, &wire.MemberAdd{Room: room, User: w.Stan.ID}, wire.AddMember.Type)
	after := w.Upload(w.Sam, "after.txt", "after")
	if _, e := sendFiles(w, w.Sam, room, "", after.ID); e != nil {
		t.Fatal(e)
	}
	_, _, e := w.Download(w.Stan, before.ID, "")
	refused(t, e, wire.CodeNotFound)
	if got, _, e := w.Download(w.Stan, after.ID, ""); got != "after" || e != nil {
		t.Errorf("after: %q %v", got, e)
	}
	w.MustDo(w.Hana, &wire.MemberRef{Room: room, User: w.Stan.ID}, wire.RemoveMember.Type)
	_, _, e = w.Download(w.Stan, after.ID, "")
	refused(t, e, wire.CodeNotFound)
	w.MustDo(w.Hana, &wire.MemberRef{Room: room, User: w.Sam.ID}, wire.RemoveMember.Type)
	_, _, e = w.Download(w.Sam, after.ID, "") // not even one's own
	refused(t, e, wire.CodeNotFound)
}

// painter makes the same of every picture.
type painter struct{ err error }

func (p painter) Make(_ context.Context, content io.Reader) (*chat.Picture, error) {
	if _, err := io.Copy(io.Discard, content); err != nil || p.err != nil {
		return nil, errors.Join(err, p.err)
	}
	return &chat.Picture{Width: 600, Height: 300, Placeholder: "#102030", Animated: true, Sizes: []chat.Rendition{
		{Size: wire.SizeWhole, Type: "image/jpeg", Content: []byte("made anew")},
		{Size: wire.SizeSmall, Type: "image/png", Content: []byte("small")},
	}}, nil
}

func (p painter) MakeSmall(_ context.Context, content io.Reader, side int) (*chat.Picture, error) {
	given, err := io.ReadAll(content)
	if err != nil || p.err != nil {
		return nil, errors.Join(err, p.err)
	}
	return &chat.Picture{Width: side, Height: side, Animated: true, Sizes: []chat.Rendition{
		{Size: wire.SizeWhole, Type: "image/gif", Content: []byte("moving " + string(given))},
		{Size: wire.SizeSmall, Type: "image/png", Content: []byte("still " + string(given))},
	}}, nil
}

func TestAPictureIsKeptAsItWasMade(t *testing.T) {
	const given = "\x89PNG with the place where it was taken"
	painted := func(err error) *chattest.World {
		return chattest.New(t, func(_ *chattest.World, o *chat.Options) { o.Files.Pictures = painter{err} })
	}
	w := painted(nil)
	f := w.Upload(w.Sam, "a.png", given)
	want := wire.File{ID: f.ID, Name: "a.png", Type: "image/jpeg", Size: 9, Width: 600, Height: 300, Placeholder: "#102030", Animated: true}
	if f != want {
		t.Errorf("%+v, want %+v", f, want)
	}
	for size, want := range map[wire.FileSize]string{"": "made anew", wire.SizeSmall: "small", wire.SizeMedium: "made anew"} {
		got, c, e := w.Download(w.Sam, f.ID, size)
		if got != want || !c.Inline || e != nil {
			t.Errorf("%s: %q %+v %v", size, got, c, e)
		}
	}
	_, _, e := w.Download(w.Sam, f.ID, "huge")
	refused(t, e, wire.CodeInvalid)

	w = painted(chat.ErrNoPicture)
	f = w.Upload(w.Sam, "a.png", given)
	if got, c, e := w.Download(w.Sam, f.ID, ""); got != given || c.Inline || c.Type != "application/octet-stream" || e != nil {
		t.Errorf("one that cannot be made: %q %+v %v", got, c, e)
	}
	if f.Type != "image/png" || f.Width != 0 {
		t.Errorf("one that cannot be made: %+v", f)
	}
	w = painted(context.DeadlineExceeded)
	begun := w.Begin(w.Sam, "a.png", int64(len(given)))
	_, e = w.Part(w.Sam, begun.File.ID, 0, given)
	refused(t, e, wire.CodeUnavailable) // it is tried again
}
