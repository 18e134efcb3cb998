package settings

import (
	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// storageThing changes with what is known of the storage.
const storageThing host.Thing = "storage"

// storage is what Confab keeps on this device.
type storage struct {
	app.Compo
	H   *host.Host
	Rev int

	used, quota int64
	known, told bool // the browser was asked, and says how much it is
}

// OnMount asks the browser how much is kept.
func (s *storage) OnMount(app.Context) {
	go func() {
		used, quota, err := platform.StorageUsed()
		s.H.Post(func() {
			s.used, s.quota, s.known, s.told = used, quota, true, err == nil
			s.H.Raise(storageThing)
		})
	}()
}

// Render draws how much is kept, and what clears it.
func (s *storage) Render() app.UI {
	much := text.Looking
	switch {
	case s.told:
		much = text.StorageUsed(megabytes(s.used), megabytes(s.quota))
	case s.known:
		much = text.StorageNotTold
	}
	return kit.El("div",
		kit.El("p|role=status", much),
		kit.El("div.section__foot", kit.El("button.btn.btn--danger|type=button", kit.On("click", s.clear), text.ClearDevice)))
}

// megabytes writes an amount of bytes.
func megabytes(bytes int64) string {
	const mega = 1 << 20
	return platform.FormatNumber(int((bytes + mega - 1) / mega))
}

func (s *storage) clear(platform.Event) { s.H.Overlays.Open(newClearing(s.H)) }

const (
	// unsentNamed is how many texts that would be lost the question names, unsentRunes how much
	// of each, in code points.
	unsentNamed = 5
	unsentRunes = 80
)

// clearing asks whether to clear the device, and says what nobody else has.
type clearing struct {
	kit.Confirm
	lost []engine.Letter
}

func newClearing(h *host.Host) *clearing {
	c := &clearing{}
	if h.Eng != nil {
		c.lost = h.Eng.Outbox().List()
	}
	detail := text.ClearKeeps
	if drafts := h.Verbs.Drafts(); len(c.lost)+drafts > 0 {
		detail = text.ClearLoses(len(c.lost), drafts)
	}
	c.Confirm = kit.Confirm{
		DialogState: kit.DialogState{H: h},
		Question:    text.ClearAsk, Detail: detail, No: text.Cancel, Yes: text.ClearDevice, Ask: h.Verbs.ClearDevice,
	}
	return c
}

// Draw shows the dialog.
func (c *clearing) Draw(at host.Layer) app.UI { return kit.DrawDialog(at, c) }

// Body says what it means, and names what was not sent.
func (c *clearing) Body() []app.UI {
	var lines []app.UI
	for _, l := range c.lost[:min(len(c.lost), unsentNamed)] {
		lines = append(lines, kit.El("li", kit.El("bdi", markup.Plain(l.Body, unsentRunes))))
	}
	return append(c.Confirm.Body(), kit.El("ul", lines))
}
