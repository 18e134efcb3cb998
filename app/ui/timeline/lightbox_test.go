package timeline

import (
	"testing"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// hung is a message with pictures.
func hung(seq int64, files ...wire.File) *state.Item {
	e := wire.Event{Room: "general", Seq: seq, Author: "mara", Kind: wire.KindMessage, At: 1795175673847, Files: files}
	return &state.Item{Key: "k" + string(rune('0'+seq)), Event: e}
}

func pictureFile(id, name string) wire.File {
	return wire.File{ID: id, Name: name, Type: "image/png", Size: 9000, Width: 640, Height: 480}
}

// gallery is a timeline with three pictures and other files, and the lightbox of a picture.
func gallery(t *testing.T, at string) (*host.Host, *Timeline, *lightbox) {
	t.Helper()
	h, _ := hosttest.New(t)
	line := New(h, Of(h, "general"))
	gone := hung(3, pictureFile("gone", "gone.png"))
	gone.Event.State = &wire.State{Deleted: true}
	line.items = []*state.Item{
		hung(1, pictureFile("a", "a.png"), wire.File{ID: "t", Name: "t.txt", Type: wire.FileTypes[0]}, pictureFile("b", "b.png")),
		hung(2, wire.File{ID: "v", Name: "v.svg", Type: "image/svg+xml", Width: 9, Height: 9}), gone,
		hung(4, pictureFile("c", `<b>"c".png`)),
	}
	h.Overlays.Open(&lightbox{t: line, at: at})
	return h, line, h.Overlays.Top().(*lightbox)
}

func TestALightboxGoesThroughThePicturesOfTheTimeline(t *testing.T) {
	h, _, l := gallery(t, "a")
	page := func() string { return hosttest.Page(l.Draw(host.Layer{H: h, Key: "k"})) }
	hosttest.Wants(t, page(), "a.png", "Mara Lindqvist", "1 of 3", `href="/api/v1/files/a/content"`, `download="a.png"`,
		text.NextPicture.String(), text.ActualSize.String(), "aria-modal", `data-theme="dark"`)
	l.turn(-1)
	if l.at != "a" {
		t.Errorf("before the first is %s", l.at)
	}
	l.turn(1)
	l.enlarge(true)
	hosttest.Wants(t, page(), "2 of 3", text.FitWindow.String(), "lightbox__stage--whole")
	l.turn(1)
	hosttest.Wants(t, page(), "3 of 3", "&lt;b&gt;&#34;c&#34;.png", text.ActualSize.String())
	hosttest.WantsNot(t, page(), "><b>", "gone.png", "v.svg")
	l.turn(1)
	if l.at != "c" {
		t.Errorf("behind the last is %s", l.at)
	}
}

func TestAPictureIsNoLongerShownWhenItsMessageIsDeleted(t *testing.T) {
	h, line, l := gallery(t, "c")
	line.items[3].Event.State = &wire.State{Deleted: true}
	hosttest.WantsNot(t, hosttest.Page(l.Draw(host.Layer{H: h, Key: "k"})), "/api/", "c.png")
	(&lightboxView{H: h, Of: l}).OnUpdate(app.Context{})
	if h.Overlays.Any() {
		t.Error("the lightbox is still open")
	}
}

func TestWhatIsCopiedAndQuotedOfAMessageOfFiles(t *testing.T) {
	_, s := hosttest.New(t)
	it := hung(1, pictureFile("a", "a.png"), pictureFile("b", "b.png"))
	if got := textOf(&it.Event); got != "a.png\nb.png" {
		t.Errorf("copied: %q", got)
	}
	it.Event.Body = "look"
	if got := textOf(&it.Event); got != "look" {
		t.Errorf("copied: %q", got)
	}
	s.Rooms["general"].Items = []*state.Item{it}
	html := written(s, func(answer *state.Item) {
		answer.Event.ReplyTo, answer.Event.Quote = 1, &wire.Quote{Author: "mara"}
	})
	hosttest.Wants(t, html, text.OnlyPictures(2).String())
}

func TestFilesOfAMessageCanBeSavedFromItsMenu(t *testing.T) {
	h, line, _ := gallery(t, "a")
	has := func(it *state.Item) bool {
		for _, item := range line.menuItems(it, platform.Element{}) {
			if item.Label.Key() == text.Download.Key() {
				return true
			}
		}
		return false
	}
	plain := hung(5)
	plain.Event.Body = "hello"
	if !has(line.items[0]) || has(plain) || !hasFiles(h, wire.Room{}, line.items[0]) {
		t.Error("a download is offered of a message without files, or not of one with")
	}
}
