package preview

import (
	"io"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
)

// said is what a page says of itself, as it says it.
type said struct {
	site, title, text, picture string
}

// The names under which pages say what they are about, the best first: Open Graph, then
// those of Twitter, then what HTML itself has.
var (
	siteNames    = []string{"og:site_name", "application-name"}
	titleNames   = []string{"og:title", "twitter:title", titleElement}
	textNames    = []string{"og:description", "twitter:description", "description"}
	pictureNames = []string{"og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"}
)

// titleElement stands for the content of the element <title>.
const titleElement = "<title>"

// longestValue is how much of a value is kept while reading, in bytes.
const longestValue = 4 << 10

// read reads the head of a page. What is wrong with the page ends it there.
func read(page io.Reader) said {
	values := make(map[string]string)
	note := func(name, value string) {
		if value = strings.TrimSpace(value); value != "" && values[name] == "" {
			values[name] = value[:min(len(value), longestValue)]
		}
	}
	z := html.NewTokenizer(page)
	for inTitle := false; ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		if kind == html.TextToken && inTitle {
			note(titleElement, z.Token().Data)
		}
		inTitle = false
		if kind == html.TextToken || kind == html.CommentToken || kind == html.DoctypeToken {
			continue
		}
		name, attributes := z.TagName()
		tag := atom.Lookup(name)
		if tag == atom.Body || tag == atom.Head && kind == html.EndTagToken {
			break
		}
		switch {
		case tag == atom.Title:
			inTitle = kind == html.StartTagToken
		case tag == atom.Meta && attributes && kind != html.EndTagToken:
			note(metaOf(z))
		}
	}
	first := func(names []string) string {
		for _, name := range names {
			if values[name] != "" {
				return values[name]
			}
		}
		return ""
	}
	return said{first(siteNames), first(titleNames), first(textNames), first(pictureNames)}
}

// metaOf returns what the element <meta>, at which z is, says.
func metaOf(z *html.Tokenizer) (name, content string) {
	for more := true; more; {
		var k, v []byte
		k, v, more = z.TagAttr()
		switch string(k) {
		case "property", "name":
			if name == "" {
				name = strings.ToLower(string(v))
			}
		case "content":
			content = string(v)
		}
	}
	return name, content
}

// line makes one line of at most so many characters of a text: without what is invisible
// or turns the direction of text, the last character … if something was cut off.
func line(text string, most int) string {
	text = markup.CleanName(strings.ToValidUTF8(text, "\uFFFD"))
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	end := most - 1
	for end > 0 && belongs(runes[end]) {
		end-- // not between a letter and its accent
	}
	return strings.TrimRight(string(runes[:end]), " ") + "…"
}

// belongs reports whether a character is a part of the one before it.
func belongs(r rune) bool {
	return unicode.IsMark(r) || r == 0x200D || unicode.Is(unicode.Variation_Selector, r) || 0x1F3FB <= r && r <= 0x1F3FF
}

// siteOf returns the line about where a page came from. The host is always in it: a page
// may call itself what it likes.
func siteOf(name, host string) string {
	host = line(strings.TrimPrefix(strings.ToLower(host), "www."), limits.PreviewSiteRunes)
	name = line(name, limits.PreviewSiteRunes/2)
	if name == "" || strings.EqualFold(name, host) {
		return host
	}
	return name + " · " + host
}
