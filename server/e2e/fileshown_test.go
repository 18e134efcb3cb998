package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"net/http"
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// bay is a picture of a sky over the sea.
func bay(width, height int, sky color.RGBA) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		c := sky
		if y > height*6/10 {
			c = color.RGBA{R: 0x2b, G: uint8(0x70 - y*0x40/height), B: 0x6e, A: 0xff}
		}
		for x := range width {
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

// encoded returns what an encoder writes.
func encoded(t *testing.T, write func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// moving is a picture of two frames.
func moving(b *bytes.Buffer) error {
	palette := color.Palette{color.RGBA{R: 0xd0, G: 0x50, B: 0x30, A: 0xff}, color.RGBA{R: 0x30, G: 0x60, B: 0xc0, A: 0xff}}
	film := gif.GIF{Delay: []int{50, 50}}
	for n := range palette {
		frame := image.NewPaletted(image.Rect(0, 0, 320, 240), palette)
		for i := range frame.Pix {
			frame.Pix[i] = uint8(n)
		}
		film.Image = append(film.Image, frame)
	}
	return gif.EncodeAll(b, &film)
}

// uploads uploads a file and returns its id.
func uploads(t *testing.T, s *instance.Server, p *instance.Person, name string, content []byte) string {
	t.Helper()
	var begun wire.FileInfo
	announced := wire.FileBegin{CID: id.New(), Name: name, Size: int64(len(content))}
	if err := p.Do(t.Context(), "POST", "/files", announced, &begun); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut,
		s.URL+"/api/v1/files/"+begun.File.ID+"/content?offset=0", bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/octet-stream")
	r.Header.Set("Authorization", "Bearer "+p.Token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var done wire.FileInfo
	if err := json.NewDecoder(answer.Body).Decode(&done); err != nil || answer.StatusCode != http.StatusOK || !done.Done {
		t.Fatalf("%s: %s, %+v, %v", name, answer.Status, done, err)
	}
	return done.File.ID
}

// noteBoxes keeps the height of every picture's place from when it came to the page.
const noteBoxes = `(() => {
  window.boxes = [];
  const note = () => {
    for (const i of document.querySelectorAll("#log .images img")) {
      if (!boxes.some(([o]) => o === i)) boxes.push([i, i.closest("a").getBoundingClientRect().height]);
    }
  };
  new MutationObserver(note).observe(document.querySelector("#log"), { childList: true, subtree: true });
  return true;
})()`

// shownPictures is true when n pictures of rows are there, whole.
func shownPictures(n int) string {
	return fmt.Sprintf(`[...document.querySelectorAll("#log .images img")].filter(i => i.complete && i.naturalWidth > 0).length === %d`, n)
}

// album is a private room with files, and the one person in it.
type album struct {
	s     *instance.Server
	owner *instance.Person
	room  string

	dawn, tower, storm, page, drawing string // ids of files
}

// makesAlbum makes the room and uploads what will be sent there.
func makesAlbum(t *testing.T) album {
	t.Helper()
	a := album{s: serve(t, "--limits", "off", "--previews-allow", "127.0.0.1")}
	var err error
	if a.owner, err = a.s.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	var made wire.RoomInfo
	if err := a.owner.Do(t.Context(), "POST", "/rooms", wire.RoomCreate{Name: "board", Kind: wire.RoomPrivate}, &made); err != nil {
		t.Fatal(err)
	}
	a.room = made.Room.ID
	const hostile = `<script>top.ran = true; document.title = "ran"</script>`
	sky := []color.RGBA{{0xe8, 0xc9, 0xa0, 0xff}, {0x9f, 0xb4, 0xc4, 0xff}, {0x50, 0x58, 0x68, 0xff}}
	up := func(name string, content []byte) string { return uploads(t, a.s, a.owner, name, content) }
	a.dawn = up("dawn <b>.png", encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, bay(1600, 1000, sky[0])) }))
	a.tower = up("tower.jpg", encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, bay(600, 900, sky[1]), nil) }))
	a.storm = up("storm.png", encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, bay(800, 600, sky[2])) }))
	a.page = up("page.html", []byte("<!DOCTYPE html><title>page</title>"+hostile))
	a.drawing = up("drawing.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">`+hostile+`</svg>`))
	return a
}

// sends sends a message with files to the room.
func (a album) sends(t *testing.T, body string, answers int64, files ...string) (seq int64) {
	t.Helper()
	var ack wire.Ack
	send := wire.Send{CID: id.New(), Body: body, ReplyTo: answers, Files: files}
	if err := a.owner.Do(t.Context(), "POST", "/rooms/"+a.room+"/messages", send, &ack); err != nil {
		t.Fatal(err)
	}
	return ack.Seq
}

// fills sends everything.
func (a album) fills(t *testing.T) {
	t.Helper()
	up := func(name string, content []byte) string { return uploads(t, a.s, a.owner, name, content) }
	a.sends(t, "One", 0, a.dawn)
	a.sends(t, "Two", 0, a.tower, a.storm)
	film := a.sends(t, "", 0, up("moves.gif", encoded(t, moving)))
	a.sends(t, "", 0, a.page, a.drawing, up("notes.txt", []byte("Tide tables.\n")), up("logger.tar.zst", bytes.Repeat([]byte("x"), 3<<19)))
	a.sends(t, "That one moves.", film)
}

func TestFilesAreShownInARoom(t *testing.T) {
	a := makesAlbum(t)
	nora := sits(t, "Nora Vance", a.s, chrome.Desktop)
	nora.signsIn(a.owner.Email)
	nora.opens("/r/" + a.room)
	nora.isLive()
	step := chapters(t, nora)
	step("pictures come, and take their place before they are loaded", func(t *testing.T) {
		eval[bool](nora, noteBoxes)
		a.fills(t)
		nora.sees("four pictures", shownPictures(4))
		nora.sees("that nothing has jumped", `boxes.length === 4 && boxes.every(([i, h]) => h > 40 &&
		  Math.abs(i.closest("a").getBoundingClientRect().height - h) < 1)`)
		nora.sees("three files", `document.querySelectorAll("#log a.file[download]").length === 3`)
		nora.sees("a text", `document.querySelector("#log .code--file pre")?.textContent === "Tide tables.\n"`)
		nora.inBothLights("files-desktop")
		nora.sees("what is quoted", `document.querySelector("#log .quote")?.textContent.includes("A picture")`)
	})
	step("what could run is saved, and runs nowhere", func(t *testing.T) {
		for _, file := range []string{a.page, a.drawing} {
			link := `document.querySelector('#log a.file[href="/api/v1/files/` + file + `/content"]')`
			nora.sees("a file that is an attachment of no type", `fetch(`+link+`.href).then(a =>
			  a.headers.get("content-disposition").startsWith("attachment") &&
			  a.headers.get("content-type") === "application/octet-stream" &&
			  a.headers.get("content-security-policy").includes("sandbox"))`)
			eval[bool](nora, `(() => { `+link+`.click(); return true; })()`)
		}
		nora.sees("the room still", `!window.ran && document.title !== "ran" && location.pathname === `+quoted("/r/"+a.room))
	})
	step("a picture fills the window, by keys alone", func(*testing.T) {
		link := `document.querySelector('[data-file="` + a.dawn + `"]')`
		eval[bool](nora, `(() => { `+link+`.focus(); return true; })()`)
		nora.presses(chrome.Enter)
		nora.sees("the picture, by name", `document.querySelector("#lightbox strong")?.textContent === "dawn <b>.png" &&
		  document.querySelector("#lightbox small").textContent.includes("1 of 4")`)
		nora.sees("it loaded", `(i => i?.complete && i.naturalWidth > 0)(document.querySelector("#lightbox img"))`)
		nora.inBothLights("files-lightbox-desktop")
		nora.presses(chrome.ArrowRight)
		nora.sees("the next", `document.querySelector("#lightbox strong").textContent === "tower.jpg"`)
		nora.presses(chrome.ArrowLeft)
		nora.presses(chrome.ArrowLeft)
		nora.sees("the first", `document.querySelector("#lightbox strong").textContent === "dawn <b>.png"`)
		nora.presses(chrome.Escape)
		nora.sees("the room, and the focus where it was", `!document.querySelector("#lightbox") && document.activeElement === `+link)
	})
	step("who is not in the room gets none of it", func(t *testing.T) {
		sam, err := a.owner.Join(t.Context(), "Sam Okafor")
		if err != nil {
			t.Fatal(err)
		}
		var refusal *wire.Error
		for _, file := range []string{a.dawn, a.page} {
			for _, size := range []string{"", "?size=small"} {
				err := sam.Do(t.Context(), "GET", "/files/"+file+"/content"+size, nil, nil)
				if !errors.As(err, &refusal) || refusal.Code != wire.CodeNotFound {
					t.Errorf("%s%s: %v", file, size, err)
				}
			}
		}
	})
	phone := sits(t, "Nora Vance", a.s, chrome.Phone)
	phone.signsIn(a.owner.Email)
	phone.opens("/r/" + a.room)
	phone.isLive()
	phone.sees("the last file", `document.querySelectorAll("#log a.file").length === 3`)
	phone.inBothLights("files-phone")
	step("the pages behind links are shown, which no browser asks for anything", func(t *testing.T) { a.previews(t, nora, phone) })
	phone.sees("a picture, tapped", `(e => { e?.click(); return !!e; })(document.querySelector('[data-file="`+a.storm+`"]'))`)
	phone.sees("it large", `(i => i?.complete && i.naturalWidth > 0)(document.querySelector("#lightbox img"))`)
	phone.inBothLights("files-lightbox-phone")
	phone.presses(chrome.Escape)
	chapters(t, nora, phone)("a voice note is recorded, and heard elsewhere", func(t *testing.T) { recordsANote(t, nora, phone) })
	step("one thing plays at a time", func(t *testing.T) { playsTogether(t, a, nora) })
	step("without a microphone", func(*testing.T) { isRefused(nora) })
	phone.inBothLights("players-phone")
	phone.clicks(".composer .is-voice")
	phone.sees("the recording", `document.querySelector(".recorder__time")?.textContent >= "0:01"`)
	phone.inBothLights("voice-recording-phone")
	phone.clicks(`.recorder [aria-label="Discard the recording"]`)
}
