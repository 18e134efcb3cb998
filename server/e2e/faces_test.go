package e2e

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/shared/route"
)

// hasFace is whether the picture of a person or a room is shown in an element that a selector finds.
func hasFace(selector string) string {
	return `(() => {
	  const face = document.querySelector(` + quoted(selector+" .avatar > img") + `);
	  return face?.complete && face.naturalWidth > 120 && face.naturalWidth === face.naturalHeight && face.checkVisibility();
	})()`
}

// hasInitials is whether such an element has initials alone.
func hasInitials(selector, initials string) string {
	return `document.querySelector(` + quoted(selector+" .avatar") + `)?.textContent === ` + quoted(initials) +
		` && !document.querySelector(` + quoted(selector+" .avatar > img") + `)`
}

// picksFace chooses a file for a picture.
func (p *person) picksFace(field, path string) {
	p.t.Helper()
	p.must("pick a picture", p.tab.Do(chromedp.SetUploadFiles(chromedp.CSS(field), []string{path}, chromedp.NodeReady)))
}

// cropped is whether a cut-out is shown that is not of one colour, in all its sizes.
const cropped = `(() => {
  const all = [...document.querySelectorAll(".cropper canvas")];
  return all.length === 4 && all.every((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return canvas.width > 20 && new Set(new Uint32Array(data.buffer)).size > 20;
  });
})()`

// middle is the colour in the middle of what others will see.
const middle = `(() => {
  const canvas = document.querySelector(".cropper__sizes canvas"), at = canvas.width / 2;
  return [...canvas.getContext("2d").getImageData(at, at, 1, 1).data].join(" ");
})()`

// cropsByHand moves and enlarges a picture with keys, the mouse and the slider.
func (p *person) cropsByHand() {
	p.t.Helper()
	sun := eval[string](p, middle)
	eval[bool](p, `document.querySelector(".cropper__stage").focus() || true`)
	for range 9 {
		p.presses(chrome.ArrowUp)
	}
	p.sees("that it is still in the middle: there is nothing above or below it", middle+` === `+quoted(sun))
	for range 3 {
		eval[bool](p, `document.querySelector('.cropper [data-zoom="1"]').click() || true`)
	}
	p.sees("that it is larger", `document.querySelector(".cropper input").value === "30" &&
	  document.querySelector(".cropper progress").value === 30 && document.querySelector(".cropper input").ariaValueText === "190%"`)
	for range 9 {
		p.presses(chrome.ArrowUp)
	}
	p.sees("that it has moved", middle+` !== `+quoted(sun))
	eval[bool](p, `(() => {
	  const stage = document.querySelector(".cropper__stage"), event = (kind, y) => stage.dispatchEvent(
	    new PointerEvent(kind, { pointerId: 1, clientX: 300, clientY: y, bubbles: true }));
	  stage.setPointerCapture = () => {}; // there is no such pointer
	  event("pointerdown", 300); event("pointermove", 390); event("pointerup", 390);
	  return true;
	})()`)
	p.sees("that it is where it was", middle+` === `+quoted(sun))
	p.turnsPicture()
}

// turnsPicture turns a picture around, with the button and with a key.
func (p *person) turnsPicture() {
	p.t.Helper()
	eval[bool](p, `(() => {
	  const canvas = document.querySelector(".cropper__sizes canvas");
	  const points = () => [0.2, 0.35, 0.5, 0.65, 0.8].flatMap((x) => [0.2, 0.4, 0.6, 0.8].map((y) => [x, y]));
	  const colour = (x, y) => [...canvas.getContext("2d").getImageData(x * canvas.width, y * canvas.height, 1, 1).data];
	  const before = points().map(([x, y]) => colour(x, y));
	  const near = (a, b) => a.every((n, i) => Math.abs(n - b[i]) < 40);
	  window.turnedLeft = (quarters) => points().every(([x, y], i) => {
	    for (let n = 0; n < quarters; n++) [x, y] = [y, 1 - x];
	    return near(colour(x, y), before[i]);
	  });
	  return true;
	})()`)
	for turns := 1; turns <= 4; turns++ {
		if turns%2 == 1 {
			p.clicks(".cropper [data-turn]")
			eval[bool](p, `document.querySelector(".cropper__stage").focus() || true`)
		} else {
			p.presses(chrome.R)
		}
		p.sees("a picture that is turned", fmt.Sprintf("turnedLeft(%d)", turns))
	}
}

// Who sets a picture is seen with it by everyone at once, wherever they are seen, and so is a room.
func TestPeopleAndRoomsHavePictures(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, err := s.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	joined, err := owner.Join(t.Context(), "Bob Lind")
	if err != nil {
		t.Fatal(err)
	}
	ada := sits(t, "Nora Vance", s, chrome.Desktop)
	ada.signsIn(owner.Email)
	ada.says("Is it high water?")
	bob := sits(t, "Bob Lind", s, chrome.Desktop)
	bob.signsIn(joined.Email)
	bob.reads("Is it high water?")
	tell := chapters(t, ada, bob)
	row := `.msg:has(.msg__author[data-user="` + owner.User + `"])`
	bob.sees("her initials", hasInitials(row, "NV"))
	sea := onDisk(t, "sea.png", dawn(t))

	tell("a person's", func(t *testing.T) {
		ada.section(route.Profile, `document.querySelector("#profile-picture-file")`)
		ada.picksFace("#profile-picture-file", onDisk(t, "words.png", []byte("only words")))
		ada.sees("that this is none", `document.querySelector("#dialog [role=alert]")?.textContent.includes("not a picture")`)
		ada.picksFace("#profile-picture-file", sea)
		ada.sees("what others will see", cropped+` && document.querySelector("#dialog [role=alert]").hidden`)
		ada.inBothLights("crop-desktop")
		ada.cropsByHand()
		ada.clicks("#dialog [type=submit]")
		ada.sees("it in the settings", `!document.querySelector("#dialog") && `+hasFace(".portrait"))
		ada.sees("it among the rooms", hasFace(".sidebar__self"))
		ada.inBothLights("settings-picture-desktop")
		bob.sees("it in the row", hasFace(row))
		eval[bool](bob, `document.querySelector(`+quoted(row+" .msg__author")+`).click() || true`)
		bob.sees("it in the card", hasFace("#pcard"))
		bob.inBothLights("card-picture-desktop")
		bob.presses(chrome.Escape)
		bob.reloads()
		bob.sees("it when the page is there again", hasFace(row))
		bob.opens("/people")
		bob.sees("it among everyone", hasFace(".dir__row"))
	})
	tell("nobody's any more", func(*testing.T) {
		bob.opens("/")
		bob.sees("it in the row", hasFace(row))
		ada.clicks(".portrait__do .btn:nth-of-type(2)")
		ada.sees("the initials", hasInitials(".portrait", "NV")+` && document.activeElement.id === "profile-picture-change"`)
		bob.sees("the initials", hasInitials(row, "NV"))
	})
	tell("a room's", func(*testing.T) {
		ada.opens("/")
		ada.isLive()
		ada.chooses("#room-button", "edit")
		ada.sees("the settings of the room", `document.querySelector("#room-picture-file")`)
		ada.picksFace("#room-picture-file", sea)
		ada.sees("what others will see", cropped)
		ada.inBothLights("crop-room-desktop")
		ada.clicks(".dialog:has(.cropper) [type=submit]")
		ada.sees("it in the settings of the room", `!document.querySelector(".cropper") && `+hasFace(".portrait"))
		ada.inBothLights("room-settings-picture-desktop")
		bob.sees("it in the bar", hasFace("#room-name"))
		bob.sees("it among the rooms", hasFace(".roomlink"))
		bob.sees("who has changed it", `document.querySelector(".timeline").textContent.includes("changed the picture of the room")`)
		bob.inBothLights("room-picture-desktop")
		bob.reloads()
		bob.sees("it when the page is there again", hasFace("#room-name"))
	})
}
