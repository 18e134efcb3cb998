package rowhtml

import (
	"strings"
	"testing"

	"github.com/confab/confab/shared/wire"
)

func TestAPreviewIsACardThatItsAuthorCanRemove(t *testing.T) {
	e := heard(7, 0, "https://soup.example/")
	e.State = &wire.State{V: 8, Previews: []wire.Preview{
		{Address: "https://soup.example/", Site: "soup.example", Title: "Soup <b>", Text: "How to",
			Picture: &wire.File{ID: "p1", Name: "preview", Type: "image/jpeg", Width: 480, Height: 300}},
		{Address: "https://salad.example/", Dismissed: true},
	}}
	html := filled(e)
	for _, want := range []string{
		`<a class="preview" href="https://soup.example/" target="_blank" rel="noopener noreferrer nofollow ugc">`,
		"Soup &lt;b&gt;", "How to",
		`src="/api/v1/files/p1/content"`, `loading="lazy"`, `width="72" height="72"`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in %s", want, html)
		}
	}
	if strings.Contains(html, "salad") || strings.Contains(html, `data-action="dismiss"`) {
		t.Errorf("to Nora Jonas's message is %s", html)
	}
	e.Author = noraID
	if own := filled(e); !strings.Contains(own, `data-action="dismiss" data-ref="https://soup.example/"`) {
		t.Errorf("to Nora her own message is %s", own)
	}
	if own := filled(e); strings.Contains(own, "linkcard__gone") {
		t.Errorf("what somebody else has removed is offered: %s", own)
	}
	e.State.Previews[1].By = noraID
	if own := filled(e); !strings.Contains(own, `data-action="undismiss" data-ref="https://salad.example/"`) {
		t.Errorf("to Nora, who removed a preview, it is %s", own)
	}
	e.Author = jonasID
	m, host := Message{Words: English}, noraReads()
	host.Deletes = true
	if host.Fill(&m, &e); !strings.Contains(Row(m), `data-action="dismiss"`) {
		t.Error("the host of the room cannot remove it")
	}
	e.State.Deleted = true
	if html := filled(e); strings.Contains(html, "soup") {
		t.Errorf("a deleted message is %s", html)
	}
}

func TestALinkToAMessageOfOursShowsIt(t *testing.T) {
	m := Message{Words: English, Text: "see https://ours.example/r/x/1 and https://other.example/"}
	m.Cite = func(address string) *Cited {
		if address != "https://ours.example/r/x/1" {
			return nil
		}
		return &Cited{Link: "/r/x/1", Where: "kitchen, today", UserID: jonasID, Name: "Jonas <Weil>", Text: "soup"}
	}
	html := Row(m)
	if strings.Count(html, "preview--msg") != 1 {
		t.Error(html)
	}
	for _, want := range []string{`href="/r/x/1"`, "kitchen, today", "Jonas &lt;Weil&gt;", ">soup<"} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in %s", want, html)
		}
	}
	m.Deleted = true
	if html := Row(m); strings.Contains(html, "preview") {
		t.Errorf("a deleted message is %s", html)
	}
}

func TestARoomTellsThatLinksAreNoLongerPreviewed(t *testing.T) {
	for on, want := range map[bool]string{true: "switched on the previews", false: "switched off the previews"} {
		e := wire.Event{Kind: wire.KindRoom, Author: jonasID, Name: "kitchen", Action: wire.ActionPreviews, On: on}
		if html := SystemLine(noraReads().System(&e)); !strings.Contains(html, want) {
			t.Errorf("%s", html)
		}
	}
}
