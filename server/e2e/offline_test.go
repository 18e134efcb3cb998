package e2e

import (
	"testing"

	"github.com/confab/confab/server/proof/chrome"
)

// While the server is down, what a page asks of it fails; that is the story.
func (p *person) expectsOutage() {
	for _, text := range []string{
		"ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_CLOSED",
		"ERR_INTERNET_DISCONNECTED", "WebSocket connection to", "Failed to fetch",
	} {
		p.tab.Tolerate(text)
	}
}

func TestWhatIsWrittenWithoutAServerGoesOutOnce(t *testing.T) {
	s := serve(t)
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.setsUp()
	link := nora.invites()
	sam := sits(t, "Sam Okafor", s, chrome.Desktop)
	sam.joins(link)
	nora.says("Before the storm")
	sam.reads("Before the storm")
	nora.tool("Before the storm", "thread")
	nora.answers("It is far away")
	nora.sees("the thread kept", kept("It is far away"))
	nora.sees("the service worker in charge", `navigator.serviceWorker.ready.then(() => true)`)
	nora.reloads() // from now on the worker has the shell
	nora.isLive()

	nora.expectsOutage()
	sam.expectsOutage()
	s.Kill()
	nora.sees("that the connection is gone", `document.querySelector(".banner")`)
	nora.shot("reconnecting-desktop-light")
	nora.says("Written in the dark, one")
	nora.says("Written in the dark, two")
	nora.sees("two messages waiting", `document.querySelectorAll(".timeline .msg.is-pending").length === 2`)

	nora.reloads()
	nora.inRoom()
	nora.reads("Before the storm")
	nora.sees("both still waiting", `document.querySelectorAll(".timeline .msg.is-pending").length === 2`)
	nora.says("Written in the dark, three")
	nora.sees("all three waiting", `document.querySelectorAll(".timeline .msg.is-pending").length === 3`)
	nora.settles() // the row that was said last comes in
	nora.clicks(".threadlink")
	nora.sees("the thread", inThread("It is far away"))
	nora.types("#composer-thread", "Not any more")
	nora.clicks("#thread [type=submit]")
	nora.sees("the reply waiting", `document.querySelector("#thread .msg.is-pending")?.textContent.includes("Not any more")`)
	nora.shot("thread-offline-desktop-light")

	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"Written in the dark, one", "Written in the dark, two", "Written in the dark, three"} {
		nora.reads(text)
		sam.reads(text)
	}
	sam.sees("the reply, once", `document.querySelector(".threadlink strong")?.textContent === "2 replies"`)
	nora.sees("the reply sent", inThread("Not any more"))
	nora.sees("nothing waiting", `document.querySelectorAll(".timeline .msg.is-pending").length === 0`)
	sam.sees("the three in order", `(() => {
	  const texts = [...document.querySelectorAll(".timeline .msg__body")].map(b => b.textContent);
	  const at = ["one", "two", "three"].map(n => texts.findIndex(t => t.includes("dark, " + n)));
	  return at[0] >= 0 && at[0] < at[1] && at[1] < at[2];
	})()`)

	nora.reloads()
	nora.isLive()
	for _, text := range []string{"Written in the dark, one", "Written in the dark, two", "Written in the dark, three"} {
		nora.reads(text)
	}
}
