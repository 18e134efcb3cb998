package timeline

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// edits is the dialog with the texts that a message had.
type edits struct {
	kit.DialogState
	room string
	seq  int64

	list []wire.Event // the last first; nil until they are loaded
	next int64        // where the earlier ones begin; 0: there are no more
}

// newEdits returns the dialog, and has the texts loaded.
func newEdits(h *host.Host, it *state.Item) *edits {
	d := &edits{DialogState: kit.DialogState{H: h}, room: it.Event.Room, seq: it.Event.Seq}
	d.load()
	return d
}

func (d *edits) load() {
	d.Busy = true
	req := &wire.EditList{Room: d.room, Seq: d.seq, After: d.next, Limit: limits.PageMax}
	host.Ask(d.H, wire.ListEdits, req, func(page *wire.Edits, err error) {
		if !d.Failed(err) {
			d.list, d.next = append(d.list, page.Edits...), page.Next
			d.H.Raise(host.Layers)
		}
	})
}

func (d *edits) more(platform.Event) { d.load() }

// Draw shows the dialog.
func (d *edits) Draw(at host.Layer) app.UI { return kit.DrawDialog(at, d) }

// Title says how often the message was edited.
func (d *edits) Title() text.Text {
	if d.list == nil || d.next != 0 {
		return text.EditedMany
	}
	return text.EditedTimes(len(d.list) - 1)
}

// Submit closes the dialog.
func (d *edits) Submit() { d.H.Overlays.Drop(d) }

// Body lists the texts, each with what it added and what the one after it left out.
func (d *edits) Body() []app.UI {
	var versions []app.UI
	for i := range d.list {
		var before, after []string
		if i+1 < len(d.list) {
			before = words(d.list[i+1].Body)
		}
		if i > 0 {
			after = words(d.list[i-1].Body)
		}
		versions = append(versions, d.version(i, before, after))
	}
	body := []app.UI{d.FaultLine()}
	if d.list == nil && d.Fault == "" {
		body = append(body, kit.El("p|role=status", text.Looking))
	}
	body = append(body, kit.El("ol.versions", versions))
	if d.next != 0 {
		body = append(body, kit.El("button.btn.btn--quiet|type=button", kit.K("aria-disabled"), d.Busy, kit.On("click", d.more),
			text.ShowMore))
	}
	return body
}

func (d *edits) version(i int, before, after []string) app.UI {
	e, what, class := &d.list[i], text.VersionBefore, ""
	switch {
	case i == 0:
		what, class = text.VersionNow, "version--now"
	case e.Kind == wire.KindMessage:
		what = text.VersionSent
	}
	return kit.El("li.version", kit.Class(class),
		kit.El("p.version__when", kit.El("strong", what),
			kit.El("time", text.DateAndTime(host.DateText(e.At), platform.FormatTime(e.At)))),
		kit.El("p.version__text|dir=auto", marked(words(e.Body), before, after)))
}

// marked writes a text with the words marked that are not in the one before it, and those that are not in the
// one after it. nil: there is none.
func marked(now, before, after []string) (parts []app.UI) {
	added, gone := missing(now, before), missing(now, after)
	for i := 0; i < len(now); {
		j, run := i, ""
		for ; j < len(now) && added[j] == added[i] && gone[j] == gone[i]; j++ {
			run += now[j]
		}
		part := kit.El("span", run)
		if gone[i] {
			part = kit.El("del", run)
		}
		if added[i] {
			part = kit.El("ins", part)
		}
		parts = append(parts, part)
		i = j
	}
	return parts
}

// Buttons close it.
func (d *edits) Buttons() []app.UI {
	return []app.UI{kit.SubmitButton(text.Close, "btn--primary", false)}
}
