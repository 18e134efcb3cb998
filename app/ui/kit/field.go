package kit

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Input is a field of one line. Everything on the page that takes text is an Input or a TextArea:
// the browser keeps its text and what can be undone, the program reads it, and no more comes in
// than limit UTF-16 units; 0: whatever its kind allows. parts are those of El.
func Input(id string, limit int, parts ...any) app.UI {
	most := ""
	if limit > 0 {
		most = strconv.Itoa(limit)
	}
	return El("input|autocomplete=off", append([]any{K("id"), id, K("maxlength"), most}, parts...)...)
}

// TextArea is a field of several lines. What is too long for it is not cut off; who shows it says so.
func TextArea(id string, parts ...any) app.UI {
	return El("textarea|autocomplete=off", append([]any{K("id"), id}, parts...)...)
}

// Search is an Input that looks something up as one types, and says itself what it is for.
func Search(id string, label any, typed func(platform.Event), parts ...any) app.UI {
	return Input(id, searchMax, append([]any{K("placeholder"), label, K("aria-label"), label, On("input", typed)}, parts...)...)
}

// searchMax is as long as what can be found by it: a name.
const searchMax = 80

// Field is a labelled field of a dialog. It says what is wrong with its text below itself, and
// how much still fits when that becomes little. Its text is read by FieldText.
type Field struct {
	ID       string
	Label    text.Text
	Value    string
	Help     text.Text
	Limit    int
	First    bool      // has the focus when the dialog opens
	Required text.Text // what is said if it is empty; zero: it may be
	Secret   string    // of a password: what browsers are to fill in, "current-password"
}

// nearLimit is how much may be left before it is said.
const nearLimit = 20

// Field draws a field of the dialog.
func (d *DialogState) Field(f Field) app.UI {
	known := func(r requirement) bool { return r.id == f.ID }
	if !f.Required.IsZero() && !slices.ContainsFunc(d.required, known) {
		d.required = append(d.required, requirement{f.ID, f.Required})
	}
	fault, first := d.FaultAt(f.ID), ""
	var help, count app.UI
	var about []string
	if fault != nil {
		about = append(about, faultID(f.ID))
	}
	if !f.Help.IsZero() {
		about = append(about, f.ID+"-help")
		help = El("span.field__help", K("id"), f.ID+"-help", f.Help)
	}
	if left, near := d.left[f.ID]; near {
		count = El("span.field__help|role=status", text.CharactersLeft(left))
	}
	if f.First {
		first = "yes"
	}
	kind, fill, dir := "text", "off", "auto"
	if f.Secret != "" {
		kind, fill, dir = "password", f.Secret, "ltr"
	}
	return El("div.field",
		El("label", K("for"), f.ID, f.Label),
		Input(f.ID, f.Limit, Class("input"), K("type"), kind, K("autocomplete"), fill, K("dir"), dir, K("value"), f.Value,
			K("data-first"), first, K("aria-describedby"), strings.Join(about, " "), K("aria-invalid"), fault != nil,
			On("input", func(e platform.Event) { typed(d, e) })),
		fault, help, count)
}

// requirement is a field that may not be empty.
type requirement struct {
	id    string
	fault text.Text
}

// Missing refuses the first field that may not be empty and is.
func (d *DialogState) Missing() bool {
	for _, r := range d.required {
		if strings.TrimSpace(FieldText(r.id)) == "" {
			d.RefuseAt(r.id, host.Said(r.fault))
			return true
		}
	}
	return false
}

// typed follows the text of a field: what was wrong with it is being mended, and there may be
// little room left.
func typed(d *DialogState, e platform.Event) {
	attrs := e.Target().Attrs()
	limit, err := strconv.Atoi(attrs.Get("maxlength"))
	if err != nil {
		return
	}
	follow(d, attrs.Get("id"), limit-platform.UTF16Len(Typed(e)))
}

func follow(d *DialogState, id string, left int) {
	was, near := d.left[id]
	switch {
	case left <= nearLimit && (!near || was != left):
		if d.left == nil {
			d.left = map[string]int{}
		}
		d.left[id] = left
	case left > nearLimit && near:
		delete(d.left, id)
	case d.at != id:
		return
	}
	if d.at == id {
		d.Fault, d.at = "", ""
	}
	d.H.Raise(host.Layers)
}

// RefuseAt says at a field what is wrong with it, and puts the focus there.
func (d *DialogState) RefuseAt(id, fault string) {
	d.Fault, d.at = fault, id
	d.H.Raise(host.Layers)
	d.H.AfterFrame(func() { platform.ByID(id).Focus() })
}

// FailedAt is Failed for a request whose one field is to blame if the server does not like what
// stands there.
func (d *DialogState) FailedAt(id string, err error) bool {
	var refused *wire.Error
	if errors.As(err, &refused) && (refused.Code == wire.CodeInvalid || refused.Code == wire.CodeConflict) {
		d.Busy = false
		d.RefuseAt(id, host.Why(err))
		return true
	}
	return d.Failed(err)
}

// Mended follows a field that is not for text: what was wrong with it is being mended.
func (d *DialogState) Mended(e platform.Event) { follow(d, e.Target().Attrs().Get("id"), nearLimit+1) }

// FaultAt is what is wrong with a field; nil if nothing is.
func (d *DialogState) FaultAt(id string) app.UI {
	if d.Fault == "" || d.at != id {
		return nil
	}
	return El("span.field__error|role=alert", K("id"), faultID(id), Icon("alert"), El("span", d.Fault))
}

func faultID(id string) string { return id + "-fault" }

// Range is a field for a number from 0 to most, which a script of the page reads.
func Range(label text.Text, most int) app.UI {
	return El("span.scrub", El("progress|value=0|aria-hidden=true", K("max"), most),
		El("input|type=range|min=0|value=0", K("max"), most, K("aria-label"), label))
}

// FieldText reads a field of a dialog.
func FieldText(id string) string { return platform.Field{Element: platform.ByID(id)}.Value() }

// OnKey handles keys in a field. Those with which an input method composes a character are its own.
func OnKey(do func(platform.Event)) *Handler {
	return on("keydown", do, func(e platform.Event) {
		if !e.Composing() {
			do(e)
		}
	})
}

// PictureFile is a field with which people pick one picture. It is not shown, as Files.
func PictureFile(id string, label text.Text, picked *Handler) app.UI {
	return El("input|type=file|accept=image/*|hidden=true", K("id"), id, K("aria-label"), label, picked)
}

// Files is a field with which people pick files. It is not shown: a button opens it (platform.Pick).
func Files(id string, label text.Text, picked *Handler) app.UI {
	return El("input|type=file|multiple=true|hidden=true", K("id"), id, K("aria-label"), label, picked)
}
