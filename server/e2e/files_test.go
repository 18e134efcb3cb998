package e2e

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/wire"
)

// onDisk writes a file that can be picked, and returns its path.
func onDisk(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// dawn is a picture of the sea with the sun over it.
func dawn(t *testing.T) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 320, 240))
	for y := range 240 {
		for x := range 320 {
			c := color.RGBA{uint8(240 - y/3), uint8(180 - y/4), uint8(120 + y/4), 255}
			if dx, dy := x-160, y-110; dx*dx+dy*dy < 900 {
				c = color.RGBA{255, 230, 170, 255}
			}
			if y > 140 {
				c = color.RGBA{40, uint8(110 + (x+y)%20), 130, 255}
			}
			m.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// picksFiles chooses files in the browser's list.
func (p *person) picksFiles(paths ...string) {
	p.t.Helper()
	p.must("pick files", p.tab.Do(chromedp.SetUploadFiles(chromedp.CSS("#files"), paths, chromedp.NodeReady)))
}

// brings lets an event with a file happen on the element that a selector finds: a paste, or what is dropped.
func (p *person) brings(event, selector, name string) {
	p.t.Helper()
	carrier := map[string]string{"paste": "clipboardData"}[event]
	kind := "ClipboardEvent"
	if carrier == "" {
		carrier, kind = "dataTransfer", "DragEvent"
	}
	prevented := eval[bool](p, `(() => {
	  const data = new DataTransfer();
	  data.items.add(new File(["depth,temperature\n3,11.2\n"], `+quoted(name)+`, { type: "text/csv" }));
	  return !document.querySelector(`+quoted(selector)+`).dispatchEvent(
	    new `+kind+`(`+quoted(event)+`, { `+carrier+`: data, bubbles: true, cancelable: true }));
	})()`)
	if !prevented {
		p.t.Errorf("after %s the browser opens the file in the place of the page", event)
	}
}

// hasFiles waits until so many files are in the tray and can be sent.
func (p *person) hasFiles(n int) {
	p.t.Helper()
	p.sees("the files", `document.querySelectorAll(".tray__item:not(.is-going, .is-waiting, .is-failed)").length === `+strconv.Itoa(n))
}

// newest returns the text of the newest message of a room and the names of its files, as somebody else gets it.
func newest(t *testing.T, who *instance.Person, room string) (body, names string) {
	t.Helper()
	var page wire.Page
	if err := who.Do(t.Context(), "GET", "/rooms/"+room+"/messages?limit=1", nil, &page); err != nil {
		t.Fatal(err)
	}
	if len(page.Events) == 0 {
		return "", ""
	}
	last := page.Events[len(page.Events)-1]
	var list []string
	for _, f := range last.Files {
		list = append(list, f.Name)
	}
	return last.Body, strings.Join(list, " ")
}

// keeps waits until so many files are kept on the device, in trays that are kept too.
func (p *person) keeps(n int) {
	p.t.Helper()
	p.sees("what the device keeps", `new Promise((done) => {
	  const opening = indexedDB.open("confab-local");
	  opening.onsuccess = () => {
	    const all = opening.result.transaction("records").objectStore("records").getAll(IDBKeyRange.bound("tray/", "tray/\uffff"));
	    all.onsuccess = () => done(all.result.reduce((sum, one) => sum + JSON.parse(one).f.length, 0) === `+strconv.Itoa(n)+`);
	  };
	})`)
}

const sentAll = `!document.querySelector(".tray") && !document.querySelector(".timeline .msg.is-pending")`

// movesFiles puts the first of four files second, and removes the one that is first then.
func (p *person) movesFiles() {
	p.t.Helper()
	eval[bool](p, `document.querySelector("#file-0").focus() || true`)
	p.presses(chrome.ArrowRight, chrome.Alt)
	p.sees("the picture second, with the focus",
		`document.activeElement.id === "file-1" && document.activeElement.querySelector("img")`)
	p.presses(chrome.ArrowLeft)
	p.sees("the focus on the first", `document.activeElement.id === "file-0"`)
	p.presses(chrome.Delete)
	p.sees("three, and the focus on the next", `document.querySelectorAll(".tray__item").length === 3 && `+
		`document.activeElement.id === "file-0"`)
}

// losesThePage picks a long file and a picture, says something, and loads the page again while the
// server is gone.
func (p *person) losesThePage(s *instance.Server, room, long, picture string) {
	p.t.Helper()
	p.must("slow the network down", p.tab.Throttle(chrome.Network{Latency: 20, Down: 4e6, Up: 3e5}))
	p.picksFiles(long, picture)
	p.sees("a part of it there", `document.querySelector(".tray__item.is-going progress")?.value > 0`)
	p.says("After all")
	p.sees("that it waits", `document.querySelector(".attach__note")`)
	p.keeps(2)
	s.Kill()
	p.opens("/r/" + room)
	p.sees("both files, and what was written", `document.querySelectorAll(".tray__item").length === 2 &&
	  !!document.querySelector(".tray img")?.naturalWidth && document.querySelector("`+composer+`").value === "After all"`)
	p.sees("that the pictures are missing", `document.querySelector("#log [data-broken]")?.dataset.broken === "This picture did not load."`)
	p.shot("files-waiting-desktop-light")
	p.must("give the network back", p.tab.Throttle(chrome.Network{}))
	if err := s.Start(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
	p.sees("the pictures", `!document.querySelector("#log [data-broken]") && document.querySelector("#log .images img").naturalWidth > 0`)
}

// noteMoves notes what the browser tells of a part of a file while it is sent: one that does not move is given up.
const noteMoves = `(() => {
  window.storyMoves = [];
  const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function (...args) {
    this.upload.addEventListener("progress", (e) => storyMoves.push([e.loaded, e.total]));
    return send.apply(this, args);
  };
  return true;
})()`

// uploadsSlowly picks a file on a slow network, and sees how its parts move.
func (p *person) uploadsSlowly(file string) {
	p.t.Helper()
	p.must("slow the network down", p.tab.Throttle(chrome.Network{Latency: 20, Down: 4e6, Up: 3e5}))
	eval[bool](p, noteMoves)
	p.picksFiles(file)
	p.sees("a part of it there", `document.querySelector(".tray__item.is-going progress")?.value > 0`)
	p.sees("that the browser tells how a part moves", `storyMoves.some(([gone, all]) => gone > 0 && gone < all)`)
}

// drops lets a file fall that is dragged over the page already.
func (p *person) drops(selector, name string) {
	p.t.Helper()
	p.sees("where it will go", `document.querySelector(".drop")?.textContent.includes("launch-week")`)
	p.inBothLights("files-drop-desktop")
	p.brings("drop", selector, name)
	p.sees("that the sheet is gone", `!document.querySelector(".drop")`)
}

// captionsAFile says something of the first of two files, looks at the other, takes that away and sends the first.
func (p *person) captionsAFile() {
	p.t.Helper()
	p.types(`#caption`, "The buoy at dawn")
	p.clicks(`.tray__item + .tray__item .tray__pic`)
	p.sees("the field of the other file", `document.activeElement === document.querySelector("#caption") &&
	  document.querySelector("#caption").value === ""`)
	p.clicks(`.tray__x[aria-label*="soundings"]`)
	p.hasFiles(1)
	p.clicks(`.tray__pic`)
	p.sees("what was written before", `document.querySelector("#caption")?.value === "The buoy at dawn"`)
	p.clicks(`.composer [type=submit]`)
}

// readsACaption finds it below the picture, in its place for who does not see it, and where it is large.
func (p *person) readsACaption() {
	p.t.Helper()
	p.sees("the caption below the picture, and for those who do not see it",
		`document.querySelector(".msg:last-child .images__cap")?.textContent === "The buoy at dawn" &&
		 document.querySelector(".msg:last-child .images img")?.alt === "The buoy at dawn"`)
	p.inBothLights("files-caption-phone")
	p.clicks(`.msg:last-child .images a`)
	p.sees("it in large, with the caption", `document.querySelector(".lightbox__cap")?.textContent === "The buoy at dawn"`)
	p.shot("files-caption-large-phone")
}

func TestTwoPeopleExchangeFiles(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, room := tideline(t, s)
	mara, err := s.SignIn(t.Context(), "Mara Lindqvist", "mara.lindqvist@tideline.example")
	if err != nil {
		t.Fatal(err)
	}
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.signsIn(owner.Email)
	nora.opens("/r/" + room)
	nora.isLive()
	buoy, long := onDisk(t, "dawn-07.png", dawn(t)), onDisk(t, "logger.bin", bytes.Repeat([]byte("0123456789abcdef"), 6<<16))
	arrives := func(t *testing.T, body, names string) {
		t.Helper()
		nora.sees("that it is sent", sentAll)
		if gotBody, got := newest(t, mara, room); got != names || gotBody != body {
			t.Errorf("Mara gets %q with the files %q, want %q with %q", gotBody, got, body, names)
		}
	}
	step := chapters(t, nora)
	step("picked, pasted and dropped", func(t *testing.T) {
		nora.picksFiles(buoy, onDisk(t, "2.4 customer note.pdf", []byte("%PDF-1.4\n")))
		nora.brings("paste", composer, "soundings.csv")
		nora.brings("dragover", ".timeline", "tides.csv")
		nora.drops(".timeline", "tides.csv")
		nora.hasFiles(4)
		nora.sees("the picture", `document.querySelector(".tray img")?.naturalWidth === 320`)
		nora.inBothLights("files-tray-desktop")
	})
	step("moved and removed by keys, and sent without a word", func(t *testing.T) {
		nora.movesFiles()
		nora.clicks(`.composer [type=submit]`)
		arrives(t, "", "dawn-07.png soundings.csv tides.csv")
	})
	step("the draft keeps its files", func(t *testing.T) {
		nora.picksFiles(buoy)
		nora.clicks(`.roomlink[href^="/r/"]:not([aria-current])`)
		nora.sees("another room without them", `!document.querySelector(".tray") && !location.pathname.includes(`+quoted(room)+`)`)
		nora.clicks(`.roomlink[href="/r/` + room + `"]`)
		nora.hasFiles(1)
		nora.says("The buoy")
		arrives(t, "The buoy", "dawn-07.png")
	})
	step("cancelled on its way", func(t *testing.T) {
		nora.uploadsSlowly(long)
		nora.clicks(`.tray__x`)
		nora.sees("an empty tray, and the focus in the field",
			`!document.querySelector(".tray") && document.activeElement?.matches("`+composer+`")`)
	})
	step("the server dies in the middle", func(t *testing.T) {
		nora.expectsOutage()
		nora.picksFiles(long)
		nora.sees("a part of it there", `document.querySelector(".tray__item.is-going progress")?.value > 0`)
		nora.says("The whole log")
		nora.sees("what it waits for", `document.querySelector(".attach__note")?.textContent.includes("on its way")`)
		nora.shot("files-going-desktop-light")
		s.Kill()
		if err := s.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		nora.must("give the network back", nora.tab.Throttle(chrome.Network{}))
		arrives(t, "The whole log", "logger.bin")
	})
	step("the page ends in the middle, without the server", func(t *testing.T) {
		nora.losesThePage(s, room, long, buoy)
		arrives(t, "After all", "logger.bin dawn-07.png")
		nora.keeps(0)
	})
	step("on a phone", func(t *testing.T) {
		nora.must("take a phone", nora.tab.Resize(chrome.Phone))
		nora.picksFiles(buoy, onDisk(t, "soundings.csv", []byte("3,11.2\n")))
		nora.hasFiles(2)
		nora.inBothLights("files-tray-phone")
		nora.captionsAFile()
		arrives(t, "", "dawn-07.png")
		nora.readsACaption()
	})
}
