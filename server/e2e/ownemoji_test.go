package e2e

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/confab/confab/server/proof/chrome"
)

// confetti is a GIF that moves, larger than an emoji is shown.
func confetti(t *testing.T) []byte {
	t.Helper()
	g := &gif.GIF{}
	for frame := range 4 {
		m := image.NewPaletted(image.Rect(0, 0, 200, 200), color.Palette{
			color.Transparent, color.RGBA{220, 60, 70, 255}, color.RGBA{60, 160, 90, 255}, color.RGBA{240, 190, 60, 255},
		})
		for i := range 12 {
			for dy := range 30 {
				for dx := range 30 {
					m.SetColorIndex((i*61+frame*17)%170+dx, (i*37+frame*29)%170+dy, uint8(i%3+1))
				}
			}
		}
		g.Image, g.Delay, g.Disposal = append(g.Image, m), append(g.Delay, 12), append(g.Disposal, gif.DisposalBackground)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// shownAs is true while a message shows an emoji as its picture, which has been loaded.
func shownAs(name string) string {
	return `[...document.querySelectorAll(".timeline .msg__body img.emoji")].some((e) => e.alt === ` + quoted(":"+name+":") +
		` && e.title === e.alt && e.complete && e.naturalWidth > 0)`
}

// asText is true while the name of the emoji is shown in its place.
const asText = `[...document.querySelectorAll(".timeline .msg__body")].some((e) => e.textContent.includes("Done :party:"))`

// addsEmoji makes an emoji on the page for that.
func (p *person) addsEmoji(path, name string) {
	p.t.Helper()
	p.must("choose a picture", p.tab.Do(chromedp.SetUploadFiles(chromedp.CSS("#picture"), []string{path}, chromedp.NodeReady)))
	p.sees("how it will look", `[...document.querySelectorAll(".ownemoji img")].length === 2 &&
	  [...document.querySelectorAll(".ownemoji img")].every((e) => e.checkVisibility() && e.naturalWidth > 0 && e.width === 22)`)
	p.sees("a name", `document.querySelector("#name").value === `+quoted(name))
}

func TestTheWorkspaceHasEmojiOfItsOwn(t *testing.T) {
	server := serve(t)
	ada := sits(t, "Ada Lovelace", server, chrome.Desktop)
	ada.setsUp()
	bob := sits(t, "Bob Marsh", server, chrome.Desktop)
	link := ada.invites()
	bob.joins(link)
	bob.isLive()
	step := chapters(t, ada, bob)
	step("Ada makes one, on a page that everybody finds", func(t *testing.T) {
		ada.clicks("#workspace-button")
		ada.picks("Emoji")
		ada.addsEmoji(onDisk(t, "Party.v2.gif", confetti(t)), "party")
		ada.inBothLights("emoji-page-new")
		ada.clicks("main form[data-emoji] button")
		ada.sees("it in the list", `document.querySelector(".admin__row strong")?.textContent === ":party:" &&
		  document.querySelector(".admin__row img").naturalWidth === 128`)
		ada.inBothLights("emoji-page")
	})
	step("on a phone it fits", func(t *testing.T) {
		phone := sits(t, "Cleo", server, chrome.Phone)
		phone.joins(link)
		phone.opens("/emoji")
		phone.sees("it", `document.querySelector(".admin__row img")?.naturalWidth === 128`)
		phone.fits()
		phone.inBothLights("emoji-page-phone")
	})
	step("Bob, who was there all the time, writes it at once", func(*testing.T) {
		bob.types(composer, "Done :par")
		bob.sees("it among those that are suggested", `document.querySelector("#suggestions .opt__emoji img")?.alt === ":party:"`)
		bob.presses(chrome.Enter)
		bob.holds("Done :party: ")
		bob.presses(chrome.Enter)
		bob.sees("its picture", shownAs("party"))
		bob.inBothLights("emoji-own-text")
	})
	step("and reacts with it, from the picker", func(*testing.T) {
		bob.tool("Done", "add-reaction")
		bob.sees("what is the workspace's own", `document.querySelectorAll("#picker-list [role=group]").length === 11 &&
		  document.querySelectorAll("#picker-list [role=group]")[1].querySelector("img")?.alt === ":party:"`)
		bob.inBothLights("emoji-own-picker")
		bob.types(pickerField, "party")
		bob.sees("it, first", activeEmoji+`?.getAttribute("aria-label") === "party"`)
		bob.presses(chrome.Enter)
		bob.sees("his reaction", `!!document.querySelector(".reaction[aria-pressed=true]:not(.is-pending) img.emoji")`)
	})
	step("Ada sees both", func(*testing.T) {
		ada.clicks(".admin__home")
		ada.isLive()
		ada.sees("it in the text", shownAs("party"))
		ada.sees("it as a reaction", `document.querySelector(".reaction img.emoji")?.naturalWidth > 0`)
	})
	step("alone it is large", func(*testing.T) {
		ada.types(composer, ":party: :party:")
		ada.presses(chrome.Enter)
		ada.sees("them", `document.querySelectorAll(".msg__body--jumbo img.emoji").length === 2`)
	})
	step("when it is gone its name is shown", func(*testing.T) {
		ada.opens("/emoji")
		ada.clicks(`[aria-label="Remove party"]`)
		ada.sees("no emoji", `!document.querySelector(".admin__row")`)
		bob.sees("no picture", `!document.querySelector("img.emoji")`)
		bob.sees("its name as text", asText)
		bob.sees("its name as a reaction", `document.querySelector(".reaction[data-emoji=':party:']")?.textContent === ":party:1"`)
		bob.reloads()
		bob.isLive()
		bob.sees("its name as text", asText)
		bob.inBothLights("emoji-own-gone")
	})
}
