package rowhtml

import (
	"regexp"
	"strings"
	"testing"

	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/text"
)

// The people of the stories.
const (
	noraID  = "0198a1c2-0000-7000-8000-000000000001"
	jonasID = "0198a1c2-0000-7000-8000-000000000002"
)

func people(handle string) (userID, name string, you bool) {
	switch handle {
	case "nora":
		return noraID, "Nora", true
	case "jonas":
		return jonasID, "Jonas Weil", false
	case "all":
		return "", "all", false
	}
	return "", "", false
}

// from is a message of Jonas that begins a group.
func from(text string) Message {
	return Message{
		Seq: 12, Cid: "c12", UserID: jonasID, Name: "Jonas Weil", Head: true,
		Time: "09:02", DateTime: "2026-11-19T09:02", Link: "/r/launch?at=12", AuthorLink: "/u/jonas",
		Text: text, Resolve: people,
	}
}

const head = `<span class="avatar" data-hue="4" aria-hidden="true">JW</span><div class="msg__main"><div class="msg__meta">` +
	`<a class="msg__author" translate="no" href="/u/jonas" dir="auto" data-action="author" data-user="` + jonasID + `">Jonas Weil</a>` +
	`<a class="msg__time" href="/r/launch?at=12"><time datetime="2026-11-19T09:02">09:02</time></a>`

const side = `<time datetime="2026-11-19T09:02">09:02</time>`

var called = regexp.MustCompile(`^(<article class="[^"]*") aria-label="[^"]*"`)

// svg is the HTML of an icon.
func svg(name string) string {
	return `<svg class="icon" aria-hidden="true"><use href="` + Sprite + `#i-` + name + `"></use></svg>`
}

func TestRows(t *testing.T) {
	grouped := from("Got it.")
	grouped.Head = false
	own := from("Got it.")
	own.Own, own.Edited = true, true
	named := from("@nora look")
	named.NamesYou = true
	bot := from("built")
	bot.Bot, bot.Avatar, bot.Tag, bot.Name = true, "⚓", "Webhook", "Shipwright"
	reply := from("Yes.")
	reply.Reply = &Reply{Seq: 9, Name: "Nora", Text: "Did it land?", Link: "/r/launch?at=9"}
	pinned := from("Yes.")
	pinned.Pinned = "Pinned by <Nora>"
	reacted := from("Done.")
	reacted.Reactions = []Reaction{{Emoji: "🌊", Count: 6, Mine: true}, {Emoji: "🦭", Label: "seal", Count: 1}}
	deleted := from("secret")
	deleted.Deleted, deleted.NamesYou = true, true
	pending := from("On its way.")
	pending.Seq, pending.State, pending.Own = 0, Pending, true
	failed := from("Not yet.")
	failed.Seq, failed.State, failed.Head, failed.Own, failed.Failure = 0, Failed, false, true, "Not sent. You seem to be offline."

	for _, c := range []struct {
		story string
		m     Message
		want  string
	}{
		{"begins a group", from("Got it."), `<article class="msg msg--head" data-seq="12" data-cid="c12">` + head +
			`</div><div class="msg__body" dir="auto">Got it.</div></div></article>`},
		{"goes on in a group", grouped, `<article class="msg" data-seq="12" data-cid="c12">` +
			`<a class="msg__side" href="/r/launch?at=12">` + side + `</a>` +
			`<div class="msg__main"><div class="msg__body" dir="auto">Got it.</div></div></article>`},
		{"one's own, edited", own, `<article class="msg msg--head msg--own" data-seq="12" data-cid="c12">` + head +
			`</div><div class="msg__body" dir="auto">Got it. <button class="msg__flag msg__edited" type="button" data-action="edits" ` +
			`aria-label="Edited. Show what it said before">edited</button></div></div></article>`},
		{"names the reader", named, `<article class="msg msg--head msg--names-you" data-seq="12" data-cid="c12">` + head +
			`</div><div class="msg__body" dir="auto"><span class="mention mention--you" translate="no">@Nora</span> look` +
			`</div></div></article>`},
		{"from a bot", bot, `<article class="msg msg--head" data-seq="12" data-cid="c12">` +
			`<span class="avatar avatar--bot" data-hue="4" aria-hidden="true">⚓</span>` +
			`<div class="msg__main"><div class="msg__meta"><a class="msg__author" translate="no" href="/u/jonas" dir="auto"` +
			` data-action="author" data-user="` + jonasID + `">Shipwright</a>` +
			`<span class="tag">Webhook</span><a class="msg__time" href="/r/launch?at=12">` +
			`<time datetime="2026-11-19T09:02">09:02</time></a></div>` +
			`<div class="msg__body" dir="auto">built</div></div></article>`},
		{"answers another", reply, `<article class="msg msg--head" data-seq="12" data-cid="c12">` + head +
			`</div><a class="quote" href="/r/launch?at=9" data-action="quote" data-ref="9"><span class="u-sr">In reply to </span>` +
			`<strong>Nora</strong>` +
			`<span dir="auto">Did it land?</span></a><div class="msg__body" dir="auto">Yes.</div></div></article>`},
		{"is pinned", pinned, `<article class="msg msg--head" data-seq="12" data-cid="c12">` + head +
			`</div><div class="msg__origin"><svg class="icon" aria-hidden="true"><use href="` + Sprite + `#i-pin"></use></svg>` +
			`<span>Pinned by &lt;Nora&gt;</span></div><div class="msg__body" dir="auto">Yes.</div></div></article>`},
		{"has reactions", reacted, `<article class="msg msg--head" data-seq="12" data-cid="c12">` + head +
			`</div><div class="msg__body" dir="auto">Done.</div><div class="reactions" role="group" aria-label="Reactions">` +
			`<button class="reaction" type="button" aria-pressed="true" aria-label="ocean, 6" title="ocean, 6" data-action="react"` +
			` data-emoji="🌊"><span aria-hidden="true">🌊</span>6</button>` +
			`<button class="reaction" type="button" aria-pressed="false" aria-label="seal, 1" title="seal, 1" data-action="react"` +
			` data-emoji="🦭"><span aria-hidden="true">🦭</span>1</button>` +
			`<button class="reaction reaction--add" type="button" aria-label="Add reaction" data-action="add-reaction">` +
			`<svg class="icon" aria-hidden="true"><use href="` + Sprite + `#i-emoji-add"></use></svg></button></div></div></article>`},
		{"was deleted", deleted, `<article class="msg msg--head msg--deleted" data-seq="12" data-cid="c12">` + head +
			`</div><div class="msg__body">This message was deleted</div></div></article>`},
		{"is on its way", pending, `<article class="msg msg--head msg--own is-pending" data-cid="c12">` + head +
			`<span class="msg__state">` + svg("clock") + `Sending</span></div>` +
			`<div class="msg__body" dir="auto">On its way.</div></div></article>`},
		{"failed", failed, `<article class="msg msg--own is-failed" data-cid="c12"><a class="msg__side" href="/r/launch?at=12">` + side +
			`</a>` +
			`<div class="msg__main"><div class="msg__body" dir="auto">Not yet.</div><div class="msg__fail" role="status">` +
			svg("alert") + `<span>Not sent. You seem to be offline.</span>` +
			`<button type="button" data-action="retry">Try again</button><button type="button" data-action="discard">Delete</button>` +
			`</div></div></article>`},
	} {
		t.Run(c.story, func(t *testing.T) {
			// What it is called, TestARowIsCalledByItsAuthorTimeAndState says.
			if got := called.ReplaceAllString(Row(c.m), "$1"); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestARowSaysWhatHasNotBeenSent(t *testing.T) {
	const clock = `<span class="msg__wait"><svg class="icon" aria-hidden="true"><use href="` + Sprite + `#i-clock"></use></svg>`
	m := from("Got it.")
	m.Edited, m.Waits = true, EditWaits
	m.Reactions = []Reaction{{Emoji: "🦭", Label: "seal", Count: 1, Mine: true, Waits: true}}
	out := Row(m)
	for _, want := range []string{
		`<div class="msg__body" dir="auto">Got it. ` + clock + `edit waiting</span></div>`,
		`<button class="reaction is-pending" type="button" aria-pressed="true" aria-label="seal, 1, waiting to be sent"`,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%s is not in %s", want, out)
		}
	}
	m.Deleted, m.Waits = true, OtherWaits
	if out, want := Row(m), `<div class="msg__body">This message was deleted `+clock+`waiting</span></div>`; !strings.Contains(out, want) {
		t.Errorf("%s is not in %s", want, out)
	}
}

func TestABrokenRowTellsNothing(t *testing.T) {
	out := BrokenRow(from("secret"))
	if strings.Contains(out, "secret") || !strings.Contains(out, English.CannotShow) {
		t.Error(out)
	}
}

func TestAFailureWithoutReasonSaysSo(t *testing.T) {
	m := from("x")
	m.State = Failed
	if out := Row(m); !strings.Contains(out, "<span>"+English.NotSent+"</span>") {
		t.Error(out)
	}
}

func TestBodies(t *testing.T) {
	const outside = ` target="_blank" rel="noopener noreferrer nofollow ugc"`
	for _, c := range []struct{ story, text, want string }{
		{"lines", "one\ntwo", "one<br>two"},
		{"paragraphs", "one\n\ntwo", "<p>one</p><p>two</p>"},
		{"emphasis", "**a** *b* ~~c~~ `d`", `<b>a</b> <i>b</i> <s>c</s> <code translate="no">d</code>`},
		{"a bare link", "http://a.b/?c&d", `<a href="http://a.b/?c&amp;d"` + outside + `>http://a.b/?c&amp;d</a>`},
		{"a link with a label", "[a *b*](http://c.d)", `<a href="http://c.d"` + outside + ` title="http://c.d">a <i>b</i></a>`},
		{"someone", "@Jonas!",
			`<a class="mention" translate="no" href="#" data-action="author" data-user="` + jonasID + `">@Jonas Weil</a>!`},
		{"someone in a sentence without blanks", "请@JonasさんX",
			`请<a class="mention" translate="no" href="#" data-action="author" data-user="` + jonasID + `">@Jonas Weil</a>さんX`},
		{"everyone", "@all", `<span class="mention" translate="no">@all</span>`},
		{"no one", "@Nobody", "@Nobody"},
		{"emoji", "hi :tada:", "hi 🎉"},
		{"a quote", "> a\n\nb", "<blockquote>a</blockquote>b"},
		{"a list", "a\n- b\n- c", "a<ul><li>b</li><li>c</li></ul>"},
		{"numbers", "1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"},
		{"numbers as typed", "2. a\n4. b\n5. c", `<ol start="2"><li>a</li><li value="4">b</li><li>c</li></ol>`},
		{"paragraphs in an item", "- a\n\n  b", "<ul><li><p>a</p><p>b</p></li></ul>"},
		{"code", "a\n```go\nif a < b {\n```", `a<div class="code" dir="ltr" translate="no">` +
			`<div class="code__bar"><span class="code__lang">go</span>` +
			`<button class="iconbtn" type="button" aria-label="Copy code" data-action="copy"><svg class="icon" aria-hidden="true">` +
			`<use href="` + Sprite + `#i-copy"></use></svg></button></div>` +
			`<pre tabindex="0"><code>if a &lt; b {</code></pre></div>`},
		{"a heading", "## a *b*", `<p class="msg__h" role="heading" aria-level="3">a <i>b</i></p>`},
		{"a spoiler", "a ||b||", `a <span class="spoiler" role="button" tabindex="0" aria-expanded="false">` +
			`<span class="u-sr">Hidden text, show</span><span class="spoiler__text">b</span></span>`},
		{"a table", "|a|b|\n|:-:|-|\n|c|d|", `<div class="mtable"><div class="mtable__rows" role="group" aria-label="Table" tabindex="0">` +
			`<table><thead><tr><th scope="col" class="mtable__mid">a</th><th scope="col">b</th></tr></thead><tbody>` +
			`<tr><td class="mtable__mid">c</td><td>d</td></tr></tbody></table></div></div>`},
		{"tasks", "- [ ] a\n- [x] b\n\n  c", `<ul class="tasks"><li class="tasks__one"><label>` +
			`<input type="checkbox" data-action="tick" data-ref="0" disabled=""><span>a</span></label></li>` +
			`<li class="tasks__one"><label><input type="checkbox" data-action="tick" data-ref="1" checked="" disabled="">` +
			`<span>b</span></label><p>c</p></li></ul><p class="tasks__sum">1 of 2 done</p>`},
		{"tasks in tasks", "- [x] a\n  - [ ] b", `<ul class="tasks"><li class="tasks__one"><label>` +
			`<input type="checkbox" data-action="tick" data-ref="0" checked="" disabled=""><span>a</span></label><ul class="tasks">` +
			`<li class="tasks__one"><label><input type="checkbox" data-action="tick" data-ref="1" disabled=""><span>b</span></label>` +
			`</li></ul></li></ul><p class="tasks__sum">1 of 2 done</p>`},
		{"a formula", "$$x$$ is\n$$y$$", `<code translate="no">x</code> is<div class="code" dir="ltr" translate="no">` +
			`<div class="code__bar"><span class="code__lang">tex</span><button class="iconbtn" type="button" aria-label="Copy code"` +
			` data-action="copy">` + svg("copy") + `</button></div><pre tabindex="0"><code>y</code></pre></div>`},
	} {
		t.Run(c.story, func(t *testing.T) {
			var b Builder
			Body(&b, markup.Parse(c.text), people)
			if got := b.String(); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestEmojiAloneAreLarge(t *testing.T) {
	if out := Row(from("🎉 :ocean:")); !strings.Contains(out, `<div class="msg__body msg__body--jumbo" dir="auto">🎉 🌊</div>`) {
		t.Error(out)
	}
}

func TestDividers(t *testing.T) {
	joined := English.language.Parts(text.PersonJoined("", "Priya", ""))
	for _, c := range []struct{ got, want string }{
		{Day("2026-11-19", "Thursday, 19 November"), `<h2 class="day" data-day="2026-11-19">` +
			`<time datetime="2026-11-19">Thursday, 19 November</time></h2>`},
		{NewDivider(nil), `<div class="newline" role="separator"><span>New</span></div>`},
		{Intro("launch-week", "Everything for 2.4.", ""),
			`<div class="roomintro"><h2 class="display display--lg">launch-week</h2><p>Everything for 2.4.</p></div>`},
		{SystemLine(System{Seq: 3, Icon: IconJoin, Text: joined}), `<div class="msg msg--system" data-seq="3">` +
			`<svg class="icon" aria-hidden="true"><use href="` + Sprite +
			`#i-user-add"></use></svg><span><b>Priya</b> joined</span></div>`},
	} {
		if c.got != c.want {
			t.Errorf("\n got %s\nwant %s", c.got, c.want)
		}
	}
}

func BenchmarkRow(b *testing.B) {
	m := from("Hi @nora, **look** at `main.go`: https://example.org/a_(b), it is *much* better :tada:")
	m.Reply = &Reply{Seq: 9, Name: "Nora", Text: "Did it land?", Link: "/r/launch?at=9"}
	b.ReportAllocs()
	for b.Loop() {
		Row(m)
	}
}
