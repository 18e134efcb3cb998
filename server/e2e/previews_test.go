package e2e

import (
	"bytes"
	"fmt"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/confab/confab/server/proof/chrome"
)

// pilots is a web site with a page that people link to.
type pilots struct {
	*httptest.Server
	strangers atomic.Int64 // requests that came from something else than a server of ours
}

func newPilots(t *testing.T) *pilots {
	t.Helper()
	sea := encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, bay(1200, 630, color.RGBA{0x70, 0xa0, 0xb8, 0xff})) })
	p := &pilots{}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.UserAgent(), "Confab/") {
			p.strangers.Add(1)
		}
		if r.URL.Path == "/swell.png" {
			w.Header().Set("Content-Type", "image/png")
			if _, err := w.Write(sea); err != nil {
				t.Error(err)
			}
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><title>Harbour Pilots</title><meta property="og:site_name" content="Harbour Pilots">
			<meta property="og:title" content="How to read a swell <b>before</b> it reaches you"><meta property="og:image" content="/swell.png">
			<meta property="og:description" content="Long-period waves arrive hours before the wind that made them. Three buoys are enough.">`)
	}))
	t.Cleanup(p.Close)
	return p
}

// previewOf is the card of the page at an address.
func previewOf(address string) string {
	return `document.querySelector('#log .linkcard > a.preview[href="` + address + `"]')`
}

// previews links to a page in the room twice, and to a message, and removes what is shown of one of the links.
func (a album) previews(t *testing.T, nora, phone *person) {
	site := newPilots(t)
	seq := a.sends(t, strings.Repeat("The frame count I meant.\n", 150), 0) // so that the files above are out of sight
	once, again := site.URL+"/reading-a-swell", site.URL+"/reading-a-swell?again"
	a.sends(t, "Worth ten minutes: "+once, 0)
	a.sends(t, "And again: "+again, 0)
	a.sends(t, "As I said: "+a.s.URL+"/r/"+a.room+"/"+strconv.FormatInt(seq, 10), 0)
	for _, address := range []string{once, again} {
		nora.sees("what is behind the link", previewOf(address)+`?.querySelector(".preview__title").textContent ===
		  "How to read a swell <b>before</b> it reaches you"`)
	}
	nora.sees("its picture, from here", `(i => { i?.scrollIntoView(); return i?.complete && i.naturalWidth > 0 &&
	  new URL(i.src).origin === location.origin; })(`+previewOf(again)+`.querySelector("img"))`)
	nora.sees("the message", `document.querySelector("#log a.preview--msg")?.textContent.includes("The frame count I meant.")`)
	nora.inBothLights("previews-desktop")
	phone.sees("all of it", `document.querySelectorAll("#log a.preview").length === 3`)
	phone.inBothLights("previews-phone")
	button := previewOf(once) + `.parentElement.querySelector("button")`
	eval[bool](nora, `(() => { `+button+`.focus(); return document.activeElement === `+button+`; })()`)
	nora.presses(chrome.Enter)
	nora.sees("one preview less", `!`+previewOf(once)+` && !!`+previewOf(again))
	nora.inBothLights("preview-removed-desktop")
	eval[bool](nora, `(document.querySelector("#log .linkcard__gone button").click(), true)`)
	nora.sees("it again", previewOf(once)+` && !document.querySelector("#log .linkcard__gone")`)
	phone.sees("it again", `document.querySelectorAll("#log a.preview").length === 3`)
	if n := site.strangers.Load(); n != 0 {
		t.Errorf("the browser has sent %d requests to the site", n)
	}
}
