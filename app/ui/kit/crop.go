package kit

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Portrait is where the picture of a person or a room is chosen and removed.
type Portrait struct {
	H    *host.Host
	ID   string // begins the ids of its elements
	Room string // the name of the room; "": it is a person's own
	Has  bool   // there is a picture
	Face app.UI
	// Set makes a file that was uploaded the picture, "" none, and tells done what the server says.
	Set func(file string, done func(error))
}

// Draw draws the picture, and the buttons that change it.
func (p Portrait) Draw() app.UI {
	upload := text.UploadPicture
	var remove app.UI
	if p.Has {
		upload = text.ChangePicture
		remove = El("button.btn.btn--quiet|type=button", text.RemovePicture, On("click", p.remove))
	}
	return El("div.portrait", p.Face, El("div.portrait__do",
		El("button.btn.btn--quiet|type=button", K("id"), p.ID+"-change", upload, On("click", func(platform.Event) { p.pick() })), remove,
		PictureFile(p.field(), text.UploadPicture, On("change", p.picked))))
}

func (p Portrait) field() string { return p.ID + "-file" }

func (p Portrait) pick() { platform.Pick(platform.ByID(p.field())) }

func (p Portrait) remove(platform.Event) {
	p.Set("", func(err error) {
		if err != nil {
			p.H.Complain(err)
		}
	})
	platform.ByID(p.ID + "-change").Focus() // the button that had the focus goes
}

// picked opens the dialog, or shows the picture in the one that is open.
func (p Portrait) picked(e platform.Event) {
	for _, f := range platform.TakeFiles(e.Target()) {
		c, open := p.H.Overlays.Top().(*crop)
		if !open {
			c = &crop{DialogState: DialogState{H: p.H}, of: p}
			p.H.Overlays.Open(c)
		}
		c.show(f)
	}
}

// crop is an open dialog in which a square is cut out of a picture.
type crop struct {
	DialogState
	of  Portrait
	cut *platform.Cut // nil: not yet
}

func (c *crop) show(f platform.File) {
	c.Failed(nil)
	c.H.AfterFrame(func() { // the dialog is there
		c.cut = platform.NewCut(f, func(what, detail string) { c.H.Post(func() { c.told(what, detail) }) })
	})
}

func (c *crop) Draw(at host.Layer) app.UI { return DrawDialog(at, c) }

func (c *crop) Title() text.Text {
	if c.of.Room != "" {
		return text.PictureOfRoom(c.of.Room)
	}
	return text.YourPicture
}

func (c *crop) Body() []app.UI {
	shape, seen := Class(""), text.HowOthersSeeYou
	if c.of.Room != "" {
		shape, seen = "cropper--room", text.HowPeopleSeeTheRoom
	}
	var sizes []app.UI
	for _, size := range []Class{"avatar--xl", "", "avatar--sm"} {
		if c.of.Room != "" {
			size += " avatar--room"
		}
		sizes = append(sizes, El("span.avatar|aria-hidden=true", size))
	}
	return []app.UI{
		El("p", text.CropHow),
		El("div.cropper", shape,
			El("div.cropper__stage|role=group|tabindex=0|data-first=yes", K("aria-label"), text.CropStage),
			El("div.cropper__row", zoomButton("zoom-out", text.Smaller, -1), Range(text.Zoom, 100), zoomButton("zoom-in", text.Larger, 1),
				IconButton("retry", text.TurnPicture, K("data-turn"), Yes(true))),
			El("div.cropper__sizes", El("span", seen), sizes)),
		c.FaultLine(),
	}
}

// zoomButton is a button that web/crop.js listens to.
func zoomButton(icon string, label text.Text, by int) app.UI {
	return IconButton(icon, label, K("data-zoom"), by)
}

func (c *crop) Buttons() []app.UI {
	return []app.UI{
		El("button.btn.btn--quiet|type=button", text.AnotherPicture, On("click", func(platform.Event) { c.of.pick() })),
		CancelButton(c.H, text.Cancel), SubmitButton(text.UsePicture, "btn--primary", c.Busy),
	}
}

// Submit has the square cut out and uploaded.
func (c *crop) Submit() {
	if !c.Busy && c.cut != nil {
		c.Wait()
		c.cut.Done()
	}
}

// told is told what becomes of the picture: detail is the file that the square has become, or what the server says.
func (c *crop) told(what, detail string) {
	switch what {
	case platform.CutDone:
		c.of.Set(detail, func(err error) {
			if !c.Failed(err) {
				c.H.Overlays.Drop(c)
			}
		})
	case platform.CutRefused:
		c.Failed(host.Refusal(platform.Answer{Body: detail}))
	case platform.CutLarge:
		c.Failed(wire.Refused(wire.CodeTooLarge, text.FaceTooLarge(platform.CutMost)))
	case platform.CutBroken:
		c.Failed(wire.Refused(wire.CodeInvalid, text.FaceIsPicture))
	}
}
