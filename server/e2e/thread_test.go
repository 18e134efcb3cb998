package e2e

import (
	"fmt"
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
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

// The address of a reply leads into its thread, with what it is under in the room beside it; who writes there is shown
// there alone.
func TestTheAddressOfAReplyLeadsIntoItsThread(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, room := tideline(t, s)
	say := func(p *instance.Person, text string, thread int64) int64 {
		t.Helper()
		var ack wire.Ack
		what := wire.Send{CID: id.New(), Body: text, Thread: thread}
		if err := p.Do(t.Context(), "POST", "/rooms/"+room+"/messages", what, &ack); err != nil {
			t.Fatal(err)
		}
		return ack.Seq
	}
	sam, err := owner.Join(t.Context(), "Sam Okafor")
	if err != nil {
		t.Fatal(err)
	}
	if err := sam.Do(t.Context(), "POST", "/rooms/"+room+"/join", struct{}{}, nil); err != nil {
		t.Fatal(err)
	}
	root := say(owner, "Where shall we eat on Friday?", 0)
	var replies []int64
	for i := range 70 {
		replies = append(replies, say(sam, fmt.Sprintf("Reply %d", i+1), root))
	}
	for i := range 60 {
		say(sam, fmt.Sprintf("Reading %d", i+1), 0)
	}
	address := fmt.Sprintf("/r/%s/%d", room, replies[4])
	say(sam, "See "+s.URL+address, 0)
	marked := func(in string, seq int64) string {
		return fmt.Sprintf(`document.querySelector('%s .msg--target[data-seq="%d"]')?.checkVisibility()`, in, seq)
	}

	nora, phone := sits(t, "Nora Vance", s, chrome.Desktop), sits(t, "Nora Vance", s, chrome.Phone)
	for _, p := range []*person{nora, phone} {
		p.opens("/signin")
		p.signsIn(owner.Email)
		p.isLive()
		p.opens(address)
		p.sees("the reply in its thread", marked("#thread-log", replies[4])+` && document.querySelector("#thread").checkVisibility()`)
	}
	nora.sees("what it is under", fmt.Sprintf(`document.querySelector('#log [data-seq="%d"]')?.checkVisibility()`, root))
	nora.inBothLights("thread-linked-desktop")
	phone.inBothLights("thread-linked-phone")
	nora.reloads()
	nora.sees("the reply after a reload", marked("#thread-log", replies[4]))
	nora.opens(fmt.Sprintf("/r/%s/%d", room, replies[60]))
	nora.sees("another one", marked("#thread-log", replies[60]))
	nora.opens("/r/" + room)
	link := `document.querySelector('#log a[href$="` + address + `"]')`
	nora.sees("the message with the link", link)
	eval[bool](nora, `(`+link+`.click(), true)`)
	nora.sees("the reply that a message links to", marked("#thread-log", replies[4]))
	nora.clicks("#close-thread")
	nora.opens(fmt.Sprintf("/r/%s/%d", room, root+1000))
	nora.isToldOf("There is no message at this address")

	nora.opens(address)
	nora.sees("the thread", marked("#thread-log", replies[4]))
	samSits := sits(t, "Sam Okafor", s, chrome.Desktop)
	samSits.opens("/signin")
	samSits.signsIn(sam.Email)
	samSits.opens(address)
	samSits.sees("the thread", marked("#thread-log", replies[4]))
	samSits.types("#composer-thread", "What about")
	const writes = ` .typing").textContent.includes("Sam Okafor")`
	nora.sees("Sam writing in the thread", `document.querySelector("#thread`+writes+` && !document.querySelector("main`+writes)
	nora.shot("thread-typing-desktop-light")
	samSits.clicks("#thread [type=submit]")
	nora.sees("nobody writing", `!document.querySelector("#thread`+writes)
}
