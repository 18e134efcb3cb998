package compose

import (
	"strconv"
	"strings"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// view draws the files that go with the message.
func (a Attach) view() app.UI {
	in := a.tray()
	if len(in.files) == 0 || a.c.edit != "" {
		return kit.None()
	}
	tiles := []app.UI{}
	chosen := in.choice()
	for i, f := range in.files {
		tiles = append(tiles, a.tile(i, f, i == chosen))
	}
	return kit.El("div.attach", kit.El("ul.tray", kit.K("aria-label"), text.Attachments(len(in.files)),
		kit.On("keydown", a.key), tiles), a.caption(in), a.why(in))
}

// caption draws the field for what is said of the file that is chosen, and the buttons that move it.
func (a Attach) caption(in *tray) app.UI {
	i := in.choice()
	if i < 0 {
		return kit.None()
	}
	f := in.files[i]
	return kit.El("div.attach__cap",
		&captionField{Of: a.c, Upload: f.upload, Name: f.Name},
		kit.El("button.iconbtn|type=button", kit.K("aria-label"), text.MoveEarlier(f.Name), kit.K("data-i"), i,
			kit.K("disabled"), i == 0, kit.On("click", a.earlier), kit.Icon("back", "icon--flip")),
		kit.El("button.iconbtn|type=button", kit.K("aria-label"), text.MoveLater(f.Name), kit.K("data-i"), i,
			kit.K("disabled"), i == len(in.files)-1, kit.On("click", a.later), kit.Icon("chevron-end", "icon--flip")))
}

// captionField is the field for what is said of a file. Each file has an element of its own, whose text is the
// browser's.
type captionField struct {
	app.Compo
	Of     *Composer
	Upload string
	Name   string
}

// CompoID gives each file an element of its own.
func (f *captionField) CompoID() string { return f.Upload }

// Render draws the field.
func (f *captionField) Render() app.UI {
	said := ""
	for _, in := range f.Of.Files().tray().files {
		if in.upload == f.Upload {
			said = in.said
		}
	}
	label := text.CaptionFor(f.Name)
	return kit.Input(f.Of.to.id("caption"), limits.CaptionRunes, kit.Class("input input--soft"), kit.K("dir"), "auto",
		kit.K("enterkeyhint"), "next", kit.K("placeholder"), label, kit.K("aria-label"), label, kit.K("value"), said,
		kit.On("input", f.typed), kit.OnKey(f.key))
}

func (f *captionField) typed(e platform.Event) {
	f.Of.drafts.trays.caption(f.Of.to, f.Upload, strings.TrimSpace(kit.Typed(e)))
}

// key goes on to the text of the message: Enter there sends it with its files.
func (f *captionField) key(e platform.Event) {
	if e.Key() == "Enter" && !e.Command() {
		e.PreventDefault()
		f.Of.field.Focus()
	}
}

// why says what has befallen the first file that could not be uploaded.
func (a Attach) why(in *tray) app.UI {
	for _, f := range in.files {
		if fail := a.c.drafts.trays.state(f).Fail; fail != nil {
			return kit.El("p.attach__why|role=alert", kit.El("bdi", f.Name), " ", kit.El("span", whyOf(fail)))
		}
	}
	return kit.None()
}

// whyOf says why the server has refused a file, sizes as people say them.
func whyOf(fail *wire.Error) string {
	if most, err := strconv.ParseInt(fail.Args["bytes"], 10, 64); err == nil && fail.Key == text.FileTooLarge(0).Key() {
		return host.Said(text.FileOver(sizeOf(most)))
	}
	return host.Reason(fail)
}

// tile draws a file of the tray.
func (a Attach) tile(i int, f attached, chosen bool) app.UI {
	c := a.c
	known := c.drafts.trays.state(f)
	look := looks(f, known, c.h.Link.Lost)
	var face app.UI
	switch {
	case f.preview == "":
		stem, end := shown(f.Name)
		face = kit.El("span.tray__doc", kit.Icon(iconOf(f)), kit.El("span|dir=auto", stem, kit.El("span.tray__end", end)))
	case isPicture(f.Type):
		face = kit.El("img|aria-hidden=true", kit.K("src"), f.preview)
	default:
		face = kit.El("video|aria-hidden=true|tabindex=-1|playsinline=true|preload=metadata", kit.K("src"), f.preview+rowhtml.FirstPicture)
	}
	retry, bar, line := kit.None(), kit.None(), []app.UI{kit.El("span", look.line)}
	if look.icon != "" {
		line = []app.UI{kit.Icon(look.icon), line[0]}
	}
	switch {
	case known.Fail != nil:
		retry = kit.El("button.tray__retry|type=button", kit.K("aria-label"), text.RetryFile(f.Name),
			kit.On("click", a.retried), kit.Icon("retry"))
	case !known.Done:
		bar = kit.El("progress|max=100", kit.K("value"), percent(known.Sent, f.Size), kit.K("aria-label"), text.Uploading(f.Name))
	}
	return kit.El("li.tray__item", kit.Class(look.class), kit.K("data-i"), i,
		kit.El("button.tray__pic|type=button", kit.K("id"), a.id(i), kit.K("aria-label"), look.name, kit.K("title"), f.Name,
			kit.K("aria-pressed"), kit.Yes(chosen), kit.On("click", a.chose), face),
		kit.El("button.tray__x|type=button", kit.K("aria-label"), text.RemoveFile(f.Name),
			kit.On("click", a.removed), kit.Icon("close")),
		retry, bar,
		kit.El("p.tray__line", line))
}

// iconOf is the icon of a file of which there is no picture.
func iconOf(f attached) string {
	switch kind, _, _ := strings.Cut(f.Type, "/"); {
	case f.Wave != "":
		return "mic"
	case kind == "audio", kind == "video", kind == "image":
		return kind
	}
	return "file"
}

// look is how a file of the tray is shown.
type look struct {
	class, icon string
	name, line  string
}

func looks(f attached, known engine.Upload, offline bool) look {
	size, sent := sizeOf(f.Size), percent(known.Sent, f.Size)
	switch {
	case known.Fail != nil:
		return look{"is-failed", "alert", host.Said(text.FileFailed(f.Name)), host.Said(text.NotUploaded)}
	case known.Done && f.said != "":
		return look{"", "", host.Said(text.FileCaptioned(f.Name, f.said)), f.said}
	case known.Done && kindOf(f.Name) != "":
		return look{"", "", host.Said(text.FileReady(f.Name)), host.Said(text.KindAndSize(kindOf(f.Name), size))}
	case known.Done:
		return look{"", "", host.Said(text.FileReady(f.Name)), size}
	case offline || known.Sent == 0:
		return look{"is-waiting", "clock", host.Said(text.FileWaits(f.Name)), host.Said(text.WaitsSize(size))}
	}
	return look{"is-going", "", host.Said(text.FileGoing(f.Name, sent)), host.Said(text.PercentOf(sent, size))}
}

// percent is how much of a file the server has.
func percent(sent, size int64) int {
	if size == 0 {
		return 0
	}
	return int(sent * 100 / size)
}

// sizeOf says a size as rows do.
func sizeOf(bytes int64) string { return host.Said(rowhtml.FileSize(bytes)) }

// shown are the beginning and the end of a name that has the room of a tile: of a long one without its middle, because
// the end says what it is.
func shown(name string) (stem, end string) {
	const most, last = 26, 3
	end = ending(name)
	r := []rune(strings.TrimSuffix(name, end))
	if room := most - len([]rune(end)); len(r) > room {
		return string(r[:room-last-1]) + "…", string(r[len(r)-last:]) + end
	}
	return string(r), end
}

// note says what a message that was sent still waits for; it takes the place of the hint.
func (a Attach) note(in *tray) app.UI {
	going, failed := a.c.drafts.trays.count(in)
	line := text.FilesOnTheirWay(going)
	if failed > 0 {
		line = text.FilesNeedYou(failed)
	}
	return kit.El("span.attach__note|role=status", kit.Icon("clock"), kit.El("span", line))
}
