package e2e

import (
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

func TestAThreadIsFollowedOnAllDevices(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, room := tideline(t, s)
	tell := func(p *instance.Person, path string, what, answer any) {
		t.Helper()
		if err := p.Do(t.Context(), "POST", "/rooms/"+room+path, what, answer); err != nil {
			t.Fatal(err)
		}
	}
	sam, err := owner.Join(t.Context(), "Sam Okafor")
	if err != nil {
		t.Fatal(err)
	}
	tell(sam, "/join", struct{}{}, nil)
	var asked, answered wire.Ack
	tell(owner, "/messages", wire.Send{CID: id.New(), Body: "Where shall we eat on **Friday**?"}, &asked)

	nora, phone := sits(t, "Nora Vance", s, chrome.Desktop), sits(t, "Nora Vance", s, chrome.Phone)
	for _, p := range []*person{nora, phone} {
		p.opens("/signin")
		p.signsIn(owner.Email)
		p.isLive()
		p.opens("/threads")
		p.sees("that there is nothing yet", `document.querySelector(".feed__none") !== null`)
	}
	const line = `document.querySelector('#sidebar a[href="/threads"]').textContent`
	tell(sam, "/messages", wire.Send{CID: id.New(), Body: "By the harbour", Thread: asked.Seq}, &answered)
	tell(sam, "/messages", wire.Send{CID: id.New(), Body: "If it does not rain", Thread: asked.Seq}, &answered)
	for _, p := range []*person{nora, phone} {
		p.sees("the thread", `document.querySelector(".thread .tag")?.textContent === "2 new" && `+line+`.includes("1")`)
	}
	nora.inBothLights("threads-desktop")
	phone.shot("threads-phone-light")

	nora.clicks(".thread__answer")
	nora.sees("it beside its room, what is new below a line",
		inThread("If it does not rain")+` && document.querySelector("#thread .newline") !== null`)
	nora.sees("that it is followed", `document.querySelector("#follow-thread").getAttribute("aria-pressed") === "true"`)
	nora.shot("thread-new-desktop-light")
	phone.sees("that it is read", `!document.querySelector(".thread .tag") && !`+line+`.includes("1")`)

	nora.clicks("#follow-thread")
	phone.sees("it leave the list", `document.querySelector(".feed__none") !== null`)
	nora.answers("Then at mine")
	phone.sees("it come back with the answer", `document.querySelector(".thread")?.textContent.includes("Then at mine")`)
	nora.sees("that it is followed again", `document.querySelector("#follow-thread").getAttribute("aria-pressed") === "true"`)
}
