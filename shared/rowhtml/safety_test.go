package rowhtml

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"pgregory.net/rapid"

	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// allowed are the elements of rows and the attributes each may have. It is written down here again,
// apart from the code, so that adding one takes two decisions.
var allowed = map[string]string{
	"a":          "class href dir title target rel translate download aria-label data-action data-user data-ref data-file",
	"article":    "class aria-label data-seq data-cid",
	"b":          "",
	"blockquote": "",
	"br":         "",
	"button":     "class type aria-label aria-expanded aria-pressed title data-action data-emoji data-ref",
	"code":       "translate",
	"div":        "class dir lang role translate tabindex aria-label data-seq data-file data-duration",
	"h2":         "class data-day",
	"i":          "",
	"img":        "class alt title data-blur width height loading decoding sizes src srcset",
	"input":      "type value max aria-label aria-valuetext data-action data-ref name checked disabled",
	"label":      "class",
	"li":         "class value",
	"ol":         "start",
	"p":          "class dir role aria-level",
	"path":       "class d",
	"picture":    "",
	"pre":        "tabindex role aria-label data-file translate",
	"progress":   "class value max aria-hidden",
	"s":          "",
	"source":     "media srcset",
	"span":       "class dir role tabindex translate aria-expanded aria-hidden data-hue",
	"strong":     "class dir translate",
	"svg":        "class aria-hidden viewBox preserveAspectRatio",
	"table":      "",
	"tbody":      "",
	"td":         "class",
	"th":         "class scope",
	"thead":      "",
	"time":       "datetime",
	"tr":         "",
	"ul":         "class",
	"use":        "href",
	"video":      "playsinline preload aria-label width height src",
}

// actions are the values of data-action that the timeline's listener knows.
var actions = []string{"retry", "discard", "react", "add-reaction", "copy", "quote", "author", "joins", "picture", "dismiss",
	"tick", "vote",
	"close-poll",
	"edits", "undelete"}

// verify reads out as a browser does and wants nothing but what is allowed, and the tree that the
// text spells: written again, it must be the same text.
func verify(out string) error {
	nodes, err := html.ParseFragment(strings.NewReader(out), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		return err
	}
	var again strings.Builder
	for _, n := range nodes {
		if err := verifyNode(n); err != nil {
			return err
		}
		if err := html.Render(&again, n); err != nil {
			return err
		}
	}
	spelled, read := tags(out), tags(again.String())
	for i := range max(len(spelled), len(read)) {
		if i >= len(spelled) || i >= len(read) || spelled[i] != read[i] {
			return fmt.Errorf("part %d of %d is not read as spelled: %q", i, len(spelled), spelled[min(i, len(spelled)-1)])
		}
	}
	return nil
}

// tags splits HTML into texts and tags, attributes sorted as the parser does with some.
func tags(out string) []string {
	var list []string
	for z := html.NewTokenizer(strings.NewReader(out)); z.Next() != html.ErrorToken; {
		t := z.Token()
		if t.Type == html.SelfClosingTagToken {
			t.Type = html.StartTagToken // <br/>
		}
		slices.SortFunc(t.Attr, func(a, b html.Attribute) int { return strings.Compare(a.Key, b.Key) })
		list = append(list, t.String())
	}
	return list
}

func verifyNode(n *html.Node) error {
	switch n.Type {
	case html.TextNode:
		return nil
	case html.ElementNode:
	default:
		return fmt.Errorf("node of type %d: %q", n.Type, n.Data)
	}
	attrs, ok := allowed[n.Data]
	if !ok {
		return fmt.Errorf("element %q", n.Data)
	}
	if n.Data == "input" && attrOf(n, "type") != "range" && !isAnswer(n) {
		return errors.New("an input that is neither a slider nor an answer")
	}
	for _, a := range n.Attr {
		if a.Namespace != "" || !slices.Contains(strings.Fields(attrs), a.Key) {
			return fmt.Errorf("attribute %q of %q", a.Key, n.Data)
		}
		if err := verifyAttr(n, a); err != nil {
			return err
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if err := verifyNode(c); err != nil {
			return err
		}
	}
	return nil
}

// isAnswer tells the box of a task, and what can be chosen in a poll.
func isAnswer(n *html.Node) bool {
	kind, action := attrOf(n, "type"), attrOf(n, "data-action")
	return kind == "checkbox" && action == "tick" || (kind == "checkbox" || kind == "radio") && action == "vote"
}

func verifyAttr(n *html.Node, a html.Attribute) error {
	ok := true
	switch a.Key {
	case "href":
		if n.Data == "use" {
			ok = strings.HasPrefix(a.Val, Sprite+"#i-")
			break
		}
		external := strings.HasPrefix(a.Val, "http://") || strings.HasPrefix(a.Val, "https://") || strings.HasPrefix(a.Val, "mailto:")
		ok = external || strings.HasPrefix(a.Val, "#") || a.Val == "/" ||
			len(a.Val) > 1 && a.Val[0] == '/' && a.Val[1] != '/' && a.Val[1] != '\\'
		if external && (attrOf(n, "rel") != "noopener noreferrer nofollow ugc" || attrOf(n, "target") != "_blank") {
			return errors.New("an external link without rel or target")
		}
		if strings.HasPrefix(a.Val, "/api/") || n.Data == "a" && attrOf(n, "data-file") != "" || hasAttr(n, "download") {
			ok = fileAddress.MatchString(a.Val)
		}
	case "src":
		ok = fileAddress.MatchString(strings.TrimSuffix(a.Val, FirstPicture))
	case "d":
		ok = strings.Trim(a.Val, "MV .0123456789") == ""
	case "data-duration", "max", "value":
		_, err := strconv.ParseInt(a.Val, 10, 64)
		ok = err == nil
	case "srcset":
		for one := range strings.SplitSeq(a.Val, ", ") {
			address, width, _ := strings.Cut(one, " ")
			ok = ok && fileAddress.MatchString(address) && srcsetWidth.MatchString(width)
		}
	case "width", "height":
		n, err := strconv.Atoi(a.Val)
		ok = err == nil && n > 0
	case "rel":
		ok = a.Val == "noopener noreferrer" || a.Val == "noopener noreferrer nofollow ugc"
	case "data-action":
		ok = slices.Contains(actions, a.Val)
	case "target":
		ok = a.Val == "_blank"
	case "type":
		ok = a.Val == "button" || (a.Val == "range" || a.Val == "checkbox" || a.Val == "radio") && n.Data == "input"
	case "role":
		ok = a.Val == "group" || a.Val == "status" || a.Val == "separator" ||
			a.Val == "heading" && n.Data == "p" || a.Val == "button" && n.Data == "span"
	case "class":
		ok = !strings.ContainsAny(a.Val, "\"'<>=")
	}
	if !ok {
		return fmt.Errorf("%s=%q of %q", a.Key, a.Val, n.Data)
	}
	return nil
}

// fileAddress is the only address that anything may be loaded from, or saved.
var fileAddress = regexp.MustCompile(`^/api/v1/(files/[0-9a-z-]+/content(\?size=(small|medium|large))?|emoji-pictures/[0-9a-f]+)$`)

// srcsetWidth is what stands behind an address in a srcset; "" if it is the only one.
var srcsetWidth = regexp.MustCompile(`^([1-9][0-9]*w)?$`)

func hasAttr(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func attrOf(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// everywhere puts s into every place of every kind of row that takes text.
func everywhere(s string) []string {
	named := func(string) (string, string, bool) { return s, s, false }
	group := func(string) (string, string, bool) { return "", s, false }
	you := func(string) (string, string, bool) { return s, s, true }
	words := Words{s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, nil}
	full := Message{
		Seq: 7, Cid: s, UserID: s, Name: s, Tag: s, Bot: true, Head: true, Own: true, NamesYou: true,
		Time: s, DateTime: s, Link: s, AuthorLink: s, Text: s, Lang: s, Edited: true, By: s, Going: 3, Waits: EditWaits,
		Reply:     &Reply{Seq: 3, Name: s, Text: s, Link: s},
		Reactions: []Reaction{{Emoji: s, Count: 2}, {Emoji: s, Label: s, Count: 1, Mine: true, Waits: true}},
		Resolve:   named,
		Files: []wire.File{
			{ID: s, Name: s, Type: s, Size: 7, Width: 3, Height: 4},
			{ID: s, Name: s, Type: "image/png", Width: 3, Height: 4, Placeholder: s},
			{ID: "f1", Name: s, Type: s, Placeholder: s}, {ID: "f2", Name: s, Type: "video/mp4", Width: 1, Height: 1},
			{ID: "f3", Name: s, Type: "audio/ogg"}, {ID: "f6", Name: s, Lines: 12}, {ID: "f5", Name: s, Type: "audio/ogg", Wave: s},
			{ID: "f4", Name: s + ".zip"},
		},
		Previews: []wire.Preview{
			{Address: s, Site: s, Title: s, Text: s, Picture: &wire.File{ID: s, Name: s, Type: "image/png", Width: 3, Height: 4}},
			{Address: "https://a.b/" + s, Title: s, Picture: &wire.File{ID: "f5", Name: s, Type: "image/png", Width: 3, Height: 4}},
			{Address: "javascript:" + s, Title: s, Picture: &wire.File{ID: "f6", Type: s}},
		},
		Removes: true,
		Cite:    func(string) *Cited { return &Cited{Link: s, Where: s, UserID: s, Name: s, Text: s} },
	}
	for i := range 5 {
		full.Files = append(full.Files,
			wire.File{ID: "p" + strconv.Itoa(i), Name: s, Type: "image/gif", Width: 900 * i, Height: 700, Animated: i == 2})
	}
	polled := full
	polled.Poll = &Poll{Rules: []string{s, s}, Hidden: s, Voters: s, Mine: true, Closes: true, Many: true,
		Choices: []Choice{{Text: s, Most: 1, Who: s, Mine: true}, {Text: s, Most: 2, Count: 1}}}
	closed := polled
	closed.Poll = &Poll{Closed: true, Choices: []Choice{{Text: s, Won: true, Most: 1}}}
	rich := full
	rich.Text = "# " + s + "\n- [ ] " + s + "\n- [x] " + s + "\n\n||" + s + "||\n|a|" + s + "|\n|-|:-:|\n|" + s +
		strings.Repeat("|\n|", 20) +
		s + "\n$$" + s + "$$\n" + strings.Repeat("x\n\n", 14)
	translated, pending, failed, deleted, grouped, mentioned, before := full, full, full, full, full, full, full
	translated.Words, translated.Avatar = &words, s
	before.Words, before.Reply = &words, &Reply{Seq: 3, Name: s, Text: s, Link: s, Before: true}
	pending.State = Pending
	failed.State, failed.Failure = Failed, s
	deleted.Deleted = true
	grouped.Head, grouped.Resolve, grouped.Text = false, group, s+"\n\n@x "+s+" @y "
	mentioned.Resolve, mentioned.Text = you, "> - "+s+"\n```"+s+"\n"+s+"\n```\n["+s+"](http://a.b/"+s+")"
	rows := []string{
		Row(full), Row(translated), Row(pending), Row(failed), Row(deleted), Row(grouped), Row(mentioned), Row(before),
		Row(rich), Row(polled), Row(closed), BrokenRow(full),
		Day(s, s), NewDivider(&words), Intro(s, s, s),
		JoiningsLine(Joinings{Seq: 1, Open: true, Text: [][]text.Part{{{Text: s, Arg: "name"}}, {{Text: s}, {Text: s, Arg: "other"}}},
			Lines: []Joining{{Text: []text.Part{{Text: s, Arg: "name"}}, Time: s, DateTime: s}}}),
		SystemLine(System{Seq: 1, Icon: IconJoin, Text: []text.Part{{Text: s}, {Text: s, Arg: "name"}, {Text: s, Arg: "x"}}}),
	}
	var b Builder
	Body(&b, markup.Parse(s), named)
	return append(rows, b.String())
}

// corpus reads the committed texts that try to become more than text. The browser tests render the
// same file.
func corpus(t testing.TB) []string {
	t.Helper()
	f, err := os.Open("testdata/xss.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var texts []string
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		text, err := strconv.Unquote(line)
		if err != nil {
			t.Fatalf("line %d: %v", n, err)
		}
		texts = append(texts, text)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestHostileTextStaysText(t *testing.T) {
	texts := corpus(t)
	if len(texts) < 300 {
		t.Fatalf("only %d texts in the corpus", len(texts))
	}
	for _, text := range texts {
		for _, out := range everywhere(text) {
			if err := verify(out); err != nil {
				t.Errorf("%q: %v", text, err)
			}
		}
	}
}

func TestHostileTextIsShownAsTyped(t *testing.T) {
	for _, typed := range corpus(t) {
		want := html.UnescapeString(escaped(typed))
		nodes, err := html.ParseFragment(strings.NewReader(Row(Message{Head: true, Name: typed})), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := textOf(find(nodes[0], "msg__author")); got != want {
			t.Errorf("name %q is shown as %q", typed, got)
		}
	}
}

func escaped(s string) string {
	var b Builder
	return b.Text(s).String()
}

func find(n *html.Node, class string) *html.Node {
	if attrOf(n, "class") == class {
		return n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if found := find(c, class); found != nil {
			return found
		}
	}
	return nil
}

func textOf(n *html.Node) string {
	if n == nil {
		return ""
	}
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(textOf(c))
	}
	return b.String()
}

func TestAnyTextStaysText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("<>&\"'`=/\\()[]*_~:@#-. \n\tahtps\x00\u0085\u202e陈🎉"))).Draw(t, "text")
		for _, out := range everywhere(text) {
			if err := verify(out); err != nil {
				t.Fatalf("%q: %v", text, err)
			}
		}
	})
}

func FuzzRow(f *testing.F) {
	for _, text := range corpus(f) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, out := range everywhere(text) {
			if err := verify(out); err != nil {
				t.Fatalf("%q: %v", text, err)
			}
		}
	})
}

// TestVerifyNoticesHoles makes sure that the judge of the tests above is awake.
func TestVerifyNoticesHoles(t *testing.T) {
	for _, out := range []string{
		`<script>xss()</script>`, `<b onclick="xss()">x</b>`, `<a href="javascript:xss()">x</a>`, `<a href="//evil.example">x</a>`,
		`<a href="http://a.b">x</a>`, `<iframe></iframe>`, `<input>`, `<b>unclosed`, `<p><div></div></p>`,
		`<a href="#"><a href="#">x</a></a>`, `<!-- x -->`, `<img alt="" src="data:,x">`,
		`<img alt="" src="https://evil.example/x.png">`, `<img alt="" src="/api/v1/files/x/content" onerror="xss()">`,
		`<img alt="" srcset="/api/v1/files/x/content 9w, //evil.example 10w">`, `<a href="/r/x" download="x">x</a>`,
		`<video src="//evil.example"></video>`, `<audio src="/api/v1/files/../content"></audio>`, `<a href="/api/v1/rooms">x</a>`,
		`<span style="x"></span>`, `<button type="submit"></button>`, `<b>a</i>`, `<svg class="icon"><use href="//x"></use></svg>`,
	} {
		if verify(out) == nil {
			t.Errorf("%s passed", out)
		}
	}
	if err := verify(`<b>a &amp; b</b><br>`); err != nil {
		t.Error(err)
	}
}
