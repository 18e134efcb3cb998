package timeline

import (
	"cmp"
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// swipeTurns is how far, in CSS pixels, a finger moves to turn to the picture beside.
const swipeTurns = 48

// lightbox is a picture of a message, as large as the window. From there one gets to the other pictures
// that the timeline has loaded.
type lightbox struct {
	t     *Timeline
	at    string // the id of the picture's file
	whole bool   // it is shown as large as it is, not as large as fits
	swipe kit.Swipe
}

// shot is a picture and the message that it is in.
type shot struct {
	of   *state.Item
	file *wire.File
}

// Draw shows the picture.
func (l *lightbox) Draw(at host.Layer) app.UI {
	return &lightboxView{H: at.H, Of: l, Key: at.Key, Rev: at.Rev}
}

// Modal reports that the page is out of reach.
func (l *lightbox) Modal() bool { return true }

// shots are all pictures of the timeline, and the place of the one that is shown among them; -1 if it has
// gone, with its message.
func (l *lightbox) shots() (all []shot, place int) {
	place = -1
	for _, it := range l.t.items {
		if it.Event.Kind != wire.KindMessage || it.Deleted() {
			continue
		}
		for i := range it.Event.Files {
			f := &it.Event.Files[i]
			if !rowhtml.IsPicture(f) {
				continue
			}
			if f.ID == l.at {
				place = len(all)
			}
			all = append(all, shot{it, f})
		}
	}
	return all, place
}

// turn goes to a picture before or behind. There is none beyond the first and the last.
func (l *lightbox) turn(by int) {
	all, place := l.shots()
	if place < 0 || place+by < 0 || place+by >= len(all) {
		return
	}
	l.at, l.whole = all[place+by].file.ID, false
	l.t.h.Raise(host.Layers)
	l.t.h.AfterFrame(func() {
		if !platform.Active().OK() { // it was on the button that leads no further
			platform.ByID("lightbox").Focus()
		}
	})
}

// enlarge shows the picture as large as it is, or as large as fits.
func (l *lightbox) enlarge(whole bool) {
	l.whole = whole
	l.t.h.Raise(host.Layers)
}

// lightboxView shows a lightbox.
type lightboxView struct {
	app.Compo
	H   *host.Host
	Of  *lightbox
	Key string
	Rev int
}

// CompoID gives each opening its own component.
func (v *lightboxView) CompoID() string { return v.Key }

// OnMount takes the focus.
func (v *lightboxView) OnMount(app.Context) { platform.ByID("lightbox").Focus() }

// OnUpdate closes it when the message of the picture was deleted.
func (v *lightboxView) OnUpdate(app.Context) {
	if _, place := v.Of.shots(); place < 0 {
		v.H.Overlays.Drop(v.Of)
	}
}

// Render draws the picture, and above it whose it is and what can be done.
func (v *lightboxView) Render() app.UI {
	all, place := v.Of.shots()
	if place < 0 {
		return kit.None()
	}
	f, e := all[place].file, &all[place].of.Event
	who := v.H.State.User(e.Author).Name
	enlarge, size := "zoom-in", text.ActualSize
	stage := kit.Class("")
	if v.Of.whole {
		enlarge, size, stage = "zoom-out", text.FitWindow, "lightbox__stage--whole"
	}
	return kit.El("div.lightbox|id=lightbox|role=dialog|aria-modal=true|tabindex=-1|data-theme=dark",
		kit.K("aria-label"), text.PictureNamed(f.Name), kit.On("keydown", v.key),
		kit.El("header.lightbox__bar",
			kit.El("div.lightbox__who",
				kit.El("strong|dir=auto|translate=no", f.Name),
				kit.El("small|aria-live=polite", text.PictureOf(who, host.DateText(e.At), platform.FormatTime(e.At), place+1, len(all)))),
			kit.IconButton(enlarge, size, kit.K("aria-keyshortcuts"), "+", kit.On("click", v.resize)),
			kit.El("a.iconbtn|rel=noopener noreferrer", kit.K("href"), rowhtml.FileAddress(f.ID, wire.SizeWhole), kit.K("download"), f.Name,
				kit.K("aria-label"), text.DownloadFile(f.Name, rowhtml.FileKind(platform.Language(), f)), kit.Icon("download")),
			kit.IconButton("close", text.Close, kit.On("click", v.close))),
		kit.El("div.lightbox__stage", stage, kit.On("pointerdown", v.down), kit.On("pointermove", v.moved),
			kit.On("pointerup", v.up), kit.On("pointercancel", v.lost), kit.On("dblclick", v.resize),
			&largePicture{File: f.ID, Whole: v.Of.whole, F: *f}),
		captionOf(f),
		v.goButton("lightbox__go lightbox__go--back", text.PreviousPicture, place == 0, v.back),
		v.goButton("lightbox__go lightbox__go--on", text.NextPicture, place == len(all)-1, v.on))
}

// captionOf draws what the sender says of a picture.
func captionOf(f *wire.File) app.UI {
	if f.Caption == "" {
		return kit.None()
	}
	return kit.El("p.lightbox__cap|dir=auto|aria-live=polite", f.Caption)
}

func (v *lightboxView) goButton(class kit.Class, label text.Text, end bool, do func(platform.Event)) app.UI {
	return kit.El("button|type=button", class, kit.K("hidden"), end, kit.K("aria-label"), label,
		kit.On("click", do), kit.Icon("chevron-end"))
}

func (v *lightboxView) close(platform.Event)  { v.H.Overlays.Close() }
func (v *lightboxView) resize(platform.Event) { v.Of.enlarge(!v.Of.whole) }
func (v *lightboxView) back(platform.Event)   { v.Of.turn(-1) }
func (v *lightboxView) on(platform.Event)     { v.Of.turn(1) }

// key turns to another picture, or does what a letter stands for.
func (v *lightboxView) key(e platform.Event) {
	if e.Alt() || e.Command() {
		return
	}
	switch e.Key() {
	case "ArrowRight":
		v.Of.turn(host.Rightward())
	case "ArrowLeft":
		v.Of.turn(-host.Rightward())
	case "+":
		v.Of.enlarge(true)
	case "-", "0":
		v.Of.enlarge(false)
	case "d", "D":
		if all, place := v.Of.shots(); place >= 0 {
			download(*all[place].file)
		}
	default:
		return
	}
	e.PreventDefault()
}

func (v *lightboxView) down(e platform.Event) {
	if e.Touch() && e.Primary() && !v.Of.whole {
		v.Of.swipe.Begin(kit.Finger(e))
	}
}

func (v *lightboxView) moved(e platform.Event) {
	if e.Primary() {
		v.Of.swipe.Move(kit.Finger(e))
	}
}

// up turns to where the finger pushed: what is behind comes from the end of the line.
func (v *lightboxView) up(platform.Event) {
	by := v.Of.swipe.By()
	moving := v.Of.swipe.Moving()
	v.Of.swipe.Drop()
	switch {
	case moving && by < -swipeTurns:
		v.Of.turn(1)
	case moving && by > swipeTurns:
		v.Of.turn(-1)
	}
}

func (v *lightboxView) lost(platform.Event) { v.Of.swipe.Drop() }

// largePicture is the picture in a lightbox. Each has an element of its own, so that the one before goes at once.
type largePicture struct {
	app.Compo
	File  string
	Whole bool
	F     wire.File
}

// CompoID gives each picture an element of its own.
func (p *largePicture) CompoID() string { return p.File + " " + strconv.FormatBool(p.Whole) }

// Render draws the picture.
func (p *largePicture) Render() app.UI {
	srcset, sizes := rowhtml.Srcset(&p.F), "100vw"
	if p.Whole {
		srcset, sizes = "", ""
	}
	return kit.El("img|decoding=async|draggable=false",
		kit.K("src"), rowhtml.FileAddress(p.F.ID, wire.SizeWhole), kit.K("srcset"), srcset, kit.K("sizes"), sizes,
		kit.K("alt"), cmp.Or(p.F.Caption, host.Said(text.PictureNamed(p.F.Name))), kit.K("width"), p.F.Width, kit.K("height"), p.F.Height)
}
