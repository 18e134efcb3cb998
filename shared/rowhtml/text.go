package rowhtml

import (
	"strings"

	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// previewLines is how many lines of a text are shown at first, and previewAll how large one is at most, in bytes, that
// can be shown whole.
const previewLines, previewAll = 10, 256 << 10

// Previews reports whether something of a file is shown that web/preview.js puts there.
func Previews(f *wire.File) bool { return isText(f) }

func isText(f *wire.File) bool { return f.Lines > 0 && FileAddress(f.ID, wire.SizeWhole) != "" }

// text writes a text's name and the room for its first lines.
func (m *Message) text(b *Builder, f *wire.File) {
	say := m.Words.language.Say
	about := say(text.KindLinesSize(FileKind(m.Words.language, f), f.Lines))
	b.Start(Div).Attr(Class, "code code--file").Attr(Dir, "ltr")
	b.Start(Div).Attr(Class, "code__bar").Icon(IconFile)
	b.Start(Strong).Attr(Class, "code__name").Attr(Dir, "auto").Attr(Translate, "no").Text(f.Name).End()
	b.Element(Span, "", about)
	b.Start(A).Attr(Class, "iconbtn").content("href", f, wire.SizeWhole).Attr(Download, f.Name).Attr(Rel, "noopener noreferrer")
	b.Attr(AriaLabel, say(text.DownloadFile(f.Name, about))).Icon(IconDownload).End().End()
	b.Start(Pre).Attr(TabIndex, "0").Attr(Role, "group").Attr(AriaLabel, say(text.FirstLinesOf(f.Name)))
	b.Attr(DataFile, f.ID).Attr(Translate, "no")
	b.Element(Code, "", strings.Repeat("\n", min(f.Lines, previewLines))).End()
	if f.Lines > previewLines && f.Size <= previewAll {
		b.Start(Button).Attr(Class, "code__more").Attr(Type, "button").Text(say(text.ShowAllLines(f.Lines))).End()
	}
	b.End()
}
