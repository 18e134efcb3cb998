package e2e

import (
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/service"
)

// Two servers share a PostgreSQL and a Redis; Nora is on one, Sam on the
// other. Neither can tell.
func TestTwoPeopleTalkOnTwoNodes(t *testing.T) {
	backing := []string{"--postgres", service.StartPostgres(t).NewDatabase(t), "--redis", service.StartRedis(t).URL()}
	here, there := serve(t, backing...), serve(t, backing...)
	nora := sits(t, "Nora Vance", here, chrome.Desktop)
	nora.setsUp()
	link := nora.invites()
	nora.says("Is anyone there?")
	sam := sits(t, "Sam Okafor", there, chrome.Desktop)
	sam.joins(link)
	sam.reads("Is anyone there?")
	nora.sees("that Sam joined", `document.querySelector(".timeline").textContent.includes("Sam Okafor")`)
	nora.clicks(`.invitecard [aria-label="Close"]`)

	step := chapters(t, nora, sam)
	step("typing shows", func(t *testing.T) {
		sam.types(composer, "Yes, over")
		nora.sees("Sam typing", `document.querySelector(".typing").textContent.includes("Sam")`)
		sam.writes(" here")
		sam.clicks(`.composer [type=submit]`)
		nora.reads("Yes, over here")
	})
	step("a reaction and an edit arrive", func(t *testing.T) {
		nora.tool("Yes, over here", "react")
		sam.sees("one reaction", rows("Yes, over here")+`[0].querySelector(".reaction")?.textContent.includes("1")`)
		nora.says("Teh other side")
		sam.reads("Teh other side")
	})
	step("a conversation between the two", func(t *testing.T) {
		nora.clicks(`[aria-label="New conversation"]`)
		nora.types(`[role=combobox]:focus`, "sam")
		nora.clicks(`[role=option]`)
		nora.sees("the conversation", `document.querySelector("#room-name").textContent.includes("Sam Okafor")`)
		nora.sees("that Sam is here", `document.body.textContent.includes("@sam.okafor, here now")`)
		nora.says("Just between us")
		sam.sees("a conversation with one unread",
			`document.querySelector('.roomgroup[aria-label="People"] .roomlink.is-unread')?.textContent.includes("Nora")`)
	})
	step("what was written while a node was away goes out when it is back", func(t *testing.T) {
		nora.expectsOutage()
		here.Kill()
		nora.sees("that the connection is gone", `document.querySelector(".banner")`)
		nora.says("Written without a node")
		nora.sees("a message waiting", `document.querySelectorAll(".timeline .msg.is-pending").length === 1`)
		if err := here.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		sam.clicks(`.roomgroup[aria-label="People"] .roomlink`)
		sam.reads("Written without a node")
		sam.sees("that Nora is here", `document.body.textContent.includes("@nora.vance, here now")`)
		nora.sees("nothing waiting", `document.querySelectorAll(".timeline .msg.is-pending").length === 0`)
	})
}
