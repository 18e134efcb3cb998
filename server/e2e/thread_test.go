package e2e

import (
	"testing"

	"github.com/confab/confab/server/proof/chrome"
)

// answers says something in the thread that is open.
func (p *person) answers(text string) {
	p.t.Helper()
	p.types("#composer-thread", text)
	p.clicks("#thread [type=submit]")
	p.sees("the answer in the thread", inThread(text))
}

// inThread is whether a message is in the thread that is open.
func inThread(text string) string {
	return `[...document.querySelectorAll("#thread .msg:not(.is-pending)")].some((m) => m.textContent.includes("` + text + `"))`
}

func TestAThreadIsBesideTheRoom(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, room := tideline(t, s)
	nora, phone := sits(t, "Nora Vance", s, chrome.Desktop), sits(t, "Nora Vance", s, chrome.Phone)
	for _, p := range []*person{nora, phone} {
		p.opens("/signin")
		p.signsIn(owner.Email)
		p.opens("/r/" + room)
		p.isLive()
	}
	const asked = "Where shall we eat on Friday?"
	nora.says(asked)
	nora.tool(asked, "thread")
	nora.sees("the message in the thread", inThread(asked))
	nora.answers("By the harbour")
	phone.sees("the thread under the message", rows(asked)+`[0].querySelector(".threadlink strong")?.textContent === "1 reply"`)
	phone.clicks(".threadlink")
	phone.sees("the answer", inThread("By the harbour"))
	phone.answers("At eight, then")
	phone.shot("thread-phone-light")
	nora.sees("the answer", inThread("At eight, then"))
	nora.clicks("#also-thread")
	nora.answers("Booked for twelve")
	const inRoom = `document.querySelector("#log").textContent.includes`
	nora.sees("it in the room too, and the others only in the thread", inRoom+`("Booked for twelve") && !`+inRoom+`("harbour")`)
	nora.sees("that the next one will not be", `document.querySelector("#also-thread").getAttribute("aria-checked") !== "true"`)
	nora.inBothLights("thread-desktop")
	phone.clicks("#close-thread")
	phone.sees("three of them", rows(asked)+`[0].querySelector(".threadlink strong").textContent === "3 replies"`)
	phone.shot("thread-room-phone-light")
	nora.reloads()
	nora.isLive()
	nora.sees("what is said of the thread", `document.querySelector("#log .threadlink strong")?.textContent === "3 replies"`)
	nora.reads(asked)
	nora.presses(chrome.Escape)
}

// A reply that was begun on one device is there on the other, and one that was sent is nowhere begun any more.
func TestAReplyIsBegunOnOneDeviceAndSentFromTheOther(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, room := tideline(t, s)
	nora, phone := sits(t, "Nora Vance", s, chrome.Desktop), sits(t, "Nora Vance", s, chrome.Phone)
	for _, p := range []*person{nora, phone} {
		p.opens("/signin")
		p.signsIn(owner.Email)
		p.opens("/r/" + room)
		p.isLive()
	}
	const asked = "Where shall we eat on Friday?"
	nora.says(asked)
	nora.tool(asked, "thread")
	nora.answers("By the harbour")
	phone.clicks(".threadlink")
	phone.sees("the answer", inThread("By the harbour"))

	const reply = `document.querySelector("#composer-thread").value`
	nora.types("#composer-thread", "At eight")
	nora.clicks(composer) // who leaves the field rests
	phone.sees("what was begun", reply+` === "At eight"`)
	phone.types("#composer-thread", ", then")
	phone.clicks("#thread [type=submit]")
	nora.sees("the reply", inThread("At eight, then"))
	nora.sees("that nothing is begun", reply+` === ""`)

	nora.types("#composer-thread", "Who books?")
	nora.clicks(composer)
	nora.clicks("#thread [type=submit]") // its text may be on its way yet
	phone.sees("the reply", inThread("Who books?"))
	nora.types("#composer-thread", "I do")
	nora.clicks(composer)
	phone.sees("what was begun, and nothing that was sent", reply+` === "I do"`)
	nora.reloads()
	nora.isLive()
	nora.sees("one message begun", `document.querySelector('a[href="/drafts"]')?.textContent.includes("1")`)
}
