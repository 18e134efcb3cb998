package httpapi

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/wire"
)

// painter makes one picture of everything.
type painter struct{ chat.Pictures }

func (painter) Make(_ context.Context, content io.Reader) (*chat.Picture, error) {
	_, err := io.Copy(io.Discard, content)
	return &chat.Picture{Width: 512, Height: 512, Sizes: []chat.Rendition{
		{Size: wire.SizeWhole, Type: "image/jpeg", Content: []byte("made anew")},
	}}, err
}

// A browser keeps the pictures of people and rooms, which are in every list, but for itself alone; nobody gets those
// of a room that they may not see, and nobody at all those that are nobody's any more.
func TestPicturesAreKeptByTheBrowserAndGotByWhoSeesWhoseTheyAre(t *testing.T) {
	d := newDrive(t, func(_ *chattest.World, o *chat.Options) { o.Files.Pictures = painter{} })
	get := func(p chattest.Person, file string) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.URL+Prefix+"/files/"+file+"/content?size=small", nil)
		if err != nil {
			t.Fatal(err)
		}
		if p.Session != "" {
			r.Header.Set("Authorization", p.Token())
		}
		res, err := d.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		return res.StatusCode, res.Header.Get("Cache-Control")
	}
	const kept, not = "private, max-age=31536000, immutable", "private, no-store"
	face := func() string { return d.Upload(d.Hana, "a.png", "\x89PNG"+strings.Repeat(".", d.Blobs.Len())).ID }
	own, room, sent := face(), face(), face()
	if code, keep := get(d.Hana, own); code != http.StatusOK || keep != not {
		t.Errorf("a file that is nobody's picture yet: %d %s", code, keep)
	}
	private := d.Room(wire.RoomPrivate)
	none := ""
	set := func(own, room *string) {
		t.Helper()
		d.MustDo(d.Hana, &wire.ProfileSet{User: d.Hana.ID, Picture: own}, wire.SetProfile.Type)
		d.MustDo(d.Hana, &wire.RoomSet{Room: private, Picture: room}, wire.SetRoom.Type)
	}
	set(&own, &room)
	for _, c := range []struct {
		whose, file string
		who         chattest.Person
		code        int
		keep        string
	}{
		{"hers, to her", own, d.Hana, http.StatusOK, kept},
		{"hers, to a stranger here", own, d.Stan, http.StatusOK, kept},
		{"hers, to nobody", own, chattest.Person{}, http.StatusUnauthorized, "no-store"},
		{"the room's, to a member", room, d.Sam, http.StatusOK, kept},
		{"the room's, to a stranger", room, d.Stan, http.StatusNotFound, "no-store"},
		{"a file of hers", sent, d.Stan, http.StatusNotFound, "no-store"},
	} {
		if code, keep := get(c.who, c.file); code != c.code || keep != c.keep {
			t.Errorf("%s: %d %q, want %d %q", c.whose, code, keep, c.code, c.keep)
		}
	}
	set(&none, &none)
	for _, file := range []string{own, room} {
		if code, _ := get(d.Hana, file); code != http.StatusNotFound {
			t.Errorf("one that was removed: %d", code)
		}
	}
}
