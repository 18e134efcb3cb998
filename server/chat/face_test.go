package chat_test

import (
	"context"
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// portraitist makes a still picture of what begins like a PNG, and one that moves of what says so.
type portraitist struct{ chat.Pictures }

func (portraitist) Make(_ context.Context, content io.Reader) (*chat.Picture, error) {
	given, err := io.ReadAll(content)
	if err != nil || strings.Contains(string(given), "broken") {
		return nil, errors.Join(err, chat.ErrNoPicture)
	}
	return &chat.Picture{Width: 512, Height: 512, Animated: strings.Contains(string(given), "moves"), Sizes: []chat.Rendition{
		{Size: wire.SizeWhole, Type: "image/jpeg", Content: append([]byte("anew "), given...)},
		{Size: wire.SizeSmall, Type: "image/jpeg", Content: append([]byte("small "), given...)},
	}}, nil
}

// portraits is a World in which pictures are made.
func portraits(t *testing.T) *chattest.World {
	t.Helper()
	return chattest.New(t, func(_ *chattest.World, o *chat.Options) { o.Files.Pictures = portraitist{} })
}

const photo = "\x89PNG"

// reface sets the picture of p.
func reface(w *chattest.World, p chattest.Person, file string) (wire.User, *wire.Error) {
	w.T.Helper()
	res, e := w.Do(p, &wire.ProfileSet{User: p.ID, Picture: &file}, wire.SetProfile.Type)
	if e != nil {
		return wire.User{}, e
	}
	return res.(*wire.Profile).User, nil
}

// hang sets the picture of a room.
func hang(w *chattest.World, p chattest.Person, room, file string) (wire.Room, *wire.Error) {
	w.T.Helper()
	res, e := w.Do(p, &wire.RoomSet{Room: room, Picture: &file}, wire.SetRoom.Type)
	if e != nil {
		return wire.Room{}, e
	}
	return res.(*wire.RoomInfo).Room, nil
}

// doomed are the blobs that are to be deleted, and of which it was not told before.
func doomed(w *chattest.World) (blobs []string) {
	w.T.Helper()
	err := w.Store.Update(w.T.Context(), func(tx store.Tx) error {
		blobs = nil
		for {
			j, err := tx.Jobs().Next(math.MaxInt64, store.JobKinds{Only: []string{store.JobDeleteBlobs}})
			if err == nil {
				j, err = tx.Jobs().Claim(j, "test", math.MaxInt64)
			}
			if err == nil {
				err = tx.Jobs().Finish(j)
			}
			if errors.Is(err, store.ErrNotFound) {
				return nil
			}
			if err != nil {
				return err
			}
			blobs = append(blobs, strings.Fields(j.Payload)...)
		}
	})
	if err != nil {
		w.T.Fatal(err)
	}
	return blobs
}

func TestAPersonHasAPictureThatEverybodySees(t *testing.T) {
	w := portraits(t)
	var told []wire.User
	w.Store.OnCommit(func(c store.Commit) { told = append(told, c.Users...) })
	first := w.Upload(w.Sam, "a.png", photo+" one").ID
	if _, _, e := w.Download(w.Hana, first, ""); code(e) != wire.CodeNotFound {
		t.Errorf("before it is the picture of anybody: %v", e)
	}
	u, e := reface(w, w.Sam, first)
	if e != nil || u.Picture != first || len(told) != 1 || told[0].Picture != first {
		t.Fatalf("%+v %v, told %+v", u, e, told)
	}
	if again, e := reface(w, w.Sam, first); e != nil || again != u || len(told) != 1 {
		t.Errorf("the same again: %+v %v, told %+v", again, e, told)
	}
	for _, p := range []chattest.Person{w.Sam, w.Hana, w.Stan} {
		got, c, e := w.Download(p, first, wire.SizeSmall)
		if got != "small "+photo+" one" || !c.Lasts || !c.Inline || e != nil {
			t.Errorf("%s: %q %+v %v", p.Name, got, c, e)
		}
	}
	if seen := profile(w, w.Mara, w.Sam); seen.User.Picture != first {
		t.Errorf("Mara sees %+v", seen.User)
	}
	_, e = w.Do(w.Sam, &wire.FileRef{File: first}, wire.CancelFile.Type)
	refused(t, e, wire.CodeConflict)

	second := w.Upload(w.Sam, "b.png", photo+" two").ID
	if u, e = reface(w, w.Sam, second); e != nil || u.Picture != second {
		t.Fatalf("%+v %v", u, e)
	}
	if _, _, e := w.Download(w.Hana, first, ""); code(e) != wire.CodeNotFound {
		t.Errorf("the one before: %v", e)
	}
	if u, e = reface(w, w.Sam, ""); e != nil || u.Picture != "" || told[len(told)-1].Picture != "" {
		t.Fatalf("%+v %v, told %+v", u, e, told)
	}
	if gone := doomed(w); len(gone) < 4 {
		t.Errorf("to be deleted are only %v", gone)
	}
}

func TestWhatIsNoPictureOrNotOnesOwnIsNobodysPicture(t *testing.T) {
	w := portraits(t)
	theirs := w.Upload(w.Hana, "a.png", photo).ID
	sent := w.Upload(w.Sam, "a.png", photo+" sent").ID
	if _, e := sendFiles(w, w.Sam, w.Main, "look", sent); e != nil {
		t.Fatal(e)
	}
	begun := w.Begin(w.Sam, "a.png", limits.FilePart).File.ID
	large := w.Begin(w.Sam, "a.png", limits.FaceBytes+1).File.ID
	whole := photo + strings.Repeat("x", limits.FaceBytes+1-len(photo))
	for from := 0; from < len(whole); from += limits.FilePart {
		if _, e := w.Part(w.Sam, large, int64(from), whole[from:min(from+limits.FilePart, len(whole))]); e != nil {
			t.Fatal(e)
		}
	}
	for file, want := range map[string]wire.Code{
		theirs: wire.CodeNotFound, sent: wire.CodeConflict, begun: wire.CodeConflict, large: wire.CodeTooLarge, "no id": wire.CodeInvalid,
		w.Upload(w.Sam, "a.txt", "text").ID:            wire.CodeInvalid,
		w.Upload(w.Sam, "a.png", photo+" broken").ID:   wire.CodeInvalid,
		w.Upload(w.Sam, "a.png", photo+" it moves").ID: wire.CodeInvalid,
	} {
		if _, e := reface(w, w.Sam, file); code(e) != want {
			t.Errorf("%s: %v, want %s", file, e, want)
		}
	}
	if u := profile(w, w.Sam, w.Sam).User; u.Picture != "" {
		t.Errorf("%+v", u)
	}
	almost := w.Upload(w.Sam, "a.png", photo+" good").ID
	if _, e := w.Do(w.Mara, &wire.ProfileSet{User: w.Sam.ID, Picture: &almost}, wire.SetProfile.Type); code(e) != wire.CodeForbidden {
		t.Errorf("an admin sets the picture of somebody else: %v", e)
	}
}

func TestAnAdminRemovesThePictureOfSomebodyElse(t *testing.T) {
	w := portraits(t)
	if _, e := reface(w, w.Sam, w.Upload(w.Sam, "a.png", photo).ID); e != nil {
		t.Fatal(e)
	}
	none := ""
	_, e := w.Do(w.Hana, &wire.ProfileSet{User: w.Sam.ID, Picture: &none}, wire.SetProfile.Type)
	refused(t, e, wire.CodeForbidden)
	w.MustDo(w.Mara, &wire.ProfileSet{User: w.Sam.ID, Picture: &none}, wire.SetProfile.Type)
	if u := profile(w, w.Sam, w.Sam).User; u.Picture != "" {
		t.Errorf("%+v", u)
	}
}

func TestThePictureOfARoomIsForThoseWhoSeeTheRoom(t *testing.T) {
	w := portraits(t)
	room := w.Room(wire.RoomPrivate)
	file := w.Upload(w.Hana, "a.png", photo).ID
	_, e := hang(w, w.Sam, room, w.Upload(w.Sam, "a.png", photo).ID) // a member who may not rename it
	refused(t, e, wire.CodeForbidden)
	r, e := hang(w, w.Hana, room, file)
	if e != nil || r.Picture != file {
		t.Fatalf("%+v %v", r, e)
	}
	name, topic, before := "Pantry", "soup", r.Top
	other := w.Upload(w.Hana, "a.png", photo+" other").ID
	w.MustDo(w.Hana, &wire.RoomSet{Room: room, Name: &name, Topic: &topic, Picture: &other}, wire.SetRoom.Type)
	page := w.MustDo(w.Sam, &wire.Fetch{Room: room, After: before, Limit: 10}, wire.FetchHistory.Type).(*wire.Page)
	if len(page.Events) != 2 || page.Events[0].Action != wire.ActionPicture || page.Events[1].Name != name || page.Events[1].Action != "" {
		t.Fatalf("%+v", page.Events)
	}
	var now wire.RoomDetail
	if err := page.Events[0].Detail.Read(&now); err != nil || now.Picture != other {
		t.Errorf("%+v %v", now, err)
	}
	for p, want := range map[*chattest.Person]wire.Code{&w.Hana: "ok", &w.Sam: "ok", &w.Stan: wire.CodeNotFound} {
		if _, _, e := w.Download(*p, other, ""); code(e) != want {
			t.Errorf("%s: %v", p.Name, e)
		}
	}
	w.MustDo(w.Hana, &wire.MemberRef{Room: room, User: w.Sam.ID}, wire.RemoveMember.Type)
	_, _, e = w.Download(w.Sam, other, "")
	refused(t, e, wire.CodeNotFound)

	open := create(w, w.Hana, "kitchen", wire.RoomPublic).ID
	shown := w.Upload(w.Hana, "a.png", photo).ID
	if _, e := hang(w, w.Hana, open, shown); e != nil {
		t.Fatal(e)
	}
	if _, _, e := w.Download(w.Stan, shown, ""); e != nil {
		t.Errorf("of a room that everybody can find: %v", e)
	}
	if r, e := hang(w, w.Hana, open, ""); e != nil || r.Picture != "" {
		t.Errorf("%+v %v", r, e)
	}
	_, _, e = w.Download(w.Hana, shown, "")
	refused(t, e, wire.CodeNotFound)
}

func TestAPictureIsInTheArchiveAndGoesWithTheAccount(t *testing.T) {
	w := portraits(t)
	mine, rooms := w.Upload(w.Hana, "me.png", photo+" me").ID, w.Upload(w.Hana, "room.png", photo+" room").ID
	if _, e := reface(w, w.Hana, mine); e != nil {
		t.Fatal(e)
	}
	room := create(w, w.Hana, "kitchen", wire.RoomPublic).ID
	if _, e := hang(w, w.Hana, room, rooms); e != nil {
		t.Fatal(e)
	}
	all := unpacked(w, w.Hana)
	if name := "files/" + mine + "-me.png"; all[name] != "anew "+photo+" me" || !strings.Contains(all["profile.json"], name) {
		t.Errorf("%q, %s", all[name], all["profile.json"])
	}
	err := w.Store.Update(t.Context(), func(tx store.Tx) error {
		u, err := tx.Users().ByID(w.Hana.ID)
		if err == nil {
			err = w.Chat.Depart(tx, u)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if u := profile(w, w.Sam, w.Hana).User; u.Picture != "" {
		t.Errorf("%+v", u)
	}
	_, _, e := w.Download(w.Sam, mine, "")
	refused(t, e, wire.CodeNotFound)
	if _, _, e := w.Download(w.Sam, rooms, ""); e != nil {
		t.Errorf("the room's: %v", e)
	}
	if gone := doomed(w); len(slices.Compact(slices.Sorted(slices.Values(gone)))) < 2 {
		t.Errorf("to be deleted are only %v", gone)
	}
}
