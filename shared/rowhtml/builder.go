package rowhtml

import (
	"strings"
	"unicode/utf8"

	"github.com/confab/confab/shared/wire"
)

// Builder writes HTML that cannot be broken out of: whatever it is given as text or value
// arrives as exactly that. The zero value is ready to use. Not for use by several goroutines.
//
// Its small methods are not inlined: the rows are chains of them, and copies of all made the
// download 20 kB larger (brotli) for no time that could be measured.
type Builder struct {
	buf   []byte
	open  []Element
	inTag bool // attributes may still be added to the last element
}

// Start opens an element, inside the one opened last. Br, Img, Input and Source have nothing inside, and no End.
//
//go:noinline
func (b *Builder) Start(e Element) *Builder {
	b.endTag()
	b.buf = append(b.buf, '<')
	b.buf = append(b.buf, elementNames[e]...)
	if e != Br && e != Img && e != Input && e != Source {
		b.open = append(b.open, e)
	}
	b.inTag = true
	return b
}

// Attr sets an attribute of the element just started; it panics once there is content, since the
// value would end up as text.
//
//go:noinline
func (b *Builder) Attr(name Attr, value string) *Builder {
	b.attr(attrNames[name], value)
	return b
}

// Href sets the address of the element just started, within this site: a path or a fragment.
// Anything else becomes "#".
//
//go:noinline
func (b *Builder) Href(path string) *Builder {
	if !isLocal(path) {
		path = "#"
	}
	b.attr("href", path)
	return b
}

// Outside sets an address that someone wrote, http, https or mailto, to be opened apart from the app
// and without telling where from. Anything else becomes "#".
func (b *Builder) Outside(url string) *Builder {
	if !isOutside(url) {
		url = "#"
	}
	b.attr("href", url)
	return b.Attr(Target, "_blank").Attr(Rel, "noopener noreferrer nofollow ugc")
}

// content sets an attribute to the address of a file's content. It sets none if the file has no address.
func (b *Builder) content(name string, f *wire.File, size wire.FileSize) *Builder {
	if address := FileAddress(f.ID, size); address != "" {
		b.attr(name, address)
	}
	return b
}

//go:noinline
func (b *Builder) attr(name, value string) {
	if !b.inTag {
		panic("rowhtml: attribute " + name + " behind the content of its element")
	}
	b.buf = append(b.buf, ' ')
	b.buf = append(b.buf, name...)
	b.buf = append(b.buf, '=', '"')
	b.escape(value)
	b.buf = append(b.buf, '"')
}

// Text adds text inside the element opened last.
//
//go:noinline
func (b *Builder) Text(s string) *Builder {
	b.endTag()
	b.escape(s)
	return b
}

// End closes the element opened last, if there is one.
//
//go:noinline
func (b *Builder) End() *Builder {
	b.endTag()
	if n := len(b.open); n > 0 {
		b.buf = append(b.buf, '<', '/')
		b.buf = append(b.buf, elementNames[b.open[n-1]]...)
		b.buf = append(b.buf, '>')
		b.open = b.open[:n-1]
	}
	return b
}

// Element writes a whole element with a class and text; class "" sets none.
func (b *Builder) Element(e Element, class, text string) *Builder {
	b.Start(e)
	if class != "" {
		b.Attr(Class, class)
	}
	return b.Text(text).End()
}

// Icon writes a decorative icon.
func (b *Builder) Icon(icon Icon) *Builder {
	b.Start(SVG).Attr(Class, "icon").Attr(AriaHidden, "true").Start(Use)
	b.attr("href", Sprite+iconRefs[icon])
	return b.End().End()
}

// String closes all open elements and returns the HTML.
func (b *Builder) String() string {
	for len(b.open) > 0 {
		b.End()
	}
	return string(b.buf)
}

//go:noinline
func (b *Builder) endTag() {
	if b.inTag {
		b.buf = append(b.buf, '>')
		b.inTag = false
	}
}

// escape appends s such that it means itself, in text as well as in a quoted value. What HTML
// cannot carry, control characters and bad UTF-8, is replaced by U+FFFD.
func (b *Builder) escape(s string) {
	done := 0
	for i := 0; i < len(s); {
		replacement, width := "", 1
		switch c := s[i]; {
		case c == '&':
			replacement = "&amp;"
		case c == '<':
			replacement = "&lt;"
		case c == '>':
			replacement = "&gt;"
		case c == '"':
			replacement = "&#34;"
		case c == '\'':
			replacement = "&#39;"
		case c < ' ' && c != '\n' && c != '\t' || c == 0x7F:
			replacement = "\uFFFD"
		case c >= utf8.RuneSelf:
			var r rune
			if r, width = utf8.DecodeRuneInString(s[i:]); r == utf8.RuneError && width == 1 || r < 0xA0 {
				replacement = "\uFFFD"
			}
		}
		if replacement != "" {
			b.buf = append(b.buf, s[done:i]...)
			b.buf = append(b.buf, replacement...)
			done = i + width
		}
		i += width
	}
	b.buf = append(b.buf, s[done:]...)
}

// isOutside looks at the scheme alone, which decides what a browser does: with one of these it
// goes somewhere, or writes a mail, and runs nothing.
func isOutside(url string) bool {
	return strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") || strings.HasPrefix(url, "mailto:")
}

// isLocal tells a path or fragment of this site. Two slashes begin a host, and browsers read a
// backslash as a slash and drop tabs and newlines.
func isLocal(path string) bool {
	if strings.HasPrefix(path, "/") {
		return len(path) == 1 || path[1] > ' ' && path[1] != '/' && path[1] != '\\'
	}
	return strings.HasPrefix(path, "#")
}
