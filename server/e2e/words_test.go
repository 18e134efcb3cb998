package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/wire"
)

// worker waits until the page opens without a server.
func (p *person) worker() {
	p.t.Helper()
	p.sees("the service worker in charge", `navigator.serviceWorker.ready.then(() => true)`)
	p.reloads() // from now on the worker has the shell
	p.isLive()
	p.expectsOutage()
}

// another opens one more tab of the person's browser.
func (p *person) another() *person {
	p.t.Helper()
	tab, err := p.tab.Another(chrome.Desktop)
	p.must("open another tab", err)
	other := &person{t: p.t, name: p.name + "-2", server: p.server, tab: tab}
	p.t.Cleanup(other.leaves)
	return other
}

// waits is the rows with text of which a change waits.
func waits(text string) string {
	return rows(text) + `.filter(m => m.querySelector(".msg__wait"))`
}

// goes opens a room by its entry in the list.
func (p *person) goes(room string) {
	p.t.Helper()
	p.sees("the entry of "+room, link(room))
	eval[bool](p, `(`+link(room)+`.click(), true)`)
}

const field = `document.querySelector("` + composer + `").value`

// edits changes the person's last message by adding words to it.
func (p *person) edits(more string) {
	p.t.Helper()
	p.clicks(composer)
	p.presses(chrome.ArrowUp)
	p.sees("the edit", `document.querySelector(".composer__context")`)
	p.writes(more)
}

func TestAnEditWithoutAServerWaitsLikeAMessage(t *testing.T) {
	s := serve(t)
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.setsUp()
	link := nora.invites()
	sam := sits(t, "Sam Okafor", s, chrome.Desktop)
	sam.joins(link)
	nora.says("Meet at noon")
	sam.reads("Meet at noon")
	nora.worker()
	sam.expectsOutage()

	s.Kill()
	nora.sees("that the connection is gone", `document.querySelector(".banner")`)
	nora.edits(", at the pier")
	nora.presses(chrome.Enter)
	nora.sees("the new text, waiting", waits("Meet at noon, at the pier")+`.length === 1`)
	nora.shot("edit-waiting-desktop-light")
	nora.says("And bring the antena")
	nora.edits(", the long one")
	nora.presses(chrome.Enter)
	nora.sees("the message that waits with its new text", rows("And bring the antena, the long one")+`.length === 1`)

	nora.reloads()
	nora.inRoom()
	nora.sees("the edit still waiting", waits("Meet at noon, at the pier")+`.length === 1`)
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	sam.reads("Meet at noon, at the pier")
	sam.reads("And bring the antena, the long one")
	nora.sees("nothing waiting", `document.querySelectorAll(".msg__wait, .msg.is-pending").length === 0`)
	sam.sees("one edit of the first, none of the second", `[...document.querySelectorAll(".msg__flag")].length === 1`)
}

func TestWordsForARoomThatIsLostAreNotThrownAway(t *testing.T) {
	s, nora, me, _ := secret(t)
	var invite wire.InviteInfo
	if err := me.Do(t.Context(), "POST", "/invites", wire.InviteCreate{}, &invite); err != nil {
		t.Fatal(err)
	}
	sam := sits(t, "Sam Okafor", s, chrome.Desktop)
	sam.joins(invite.Invite.Path)
	samID := eval[string](sam, `document.cookie.match(/confab_person=([^;]+)/)[1]`)
	var made wire.RoomInfo
	if err := me.Do(t.Context(), "POST", "/rooms", wire.RoomCreate{Name: "field-ops", Kind: wire.RoomPrivate}, &made); err != nil {
		t.Fatal(err)
	}
	member := "/rooms/" + made.Room.ID + "/members/" + samID
	if err := me.Do(t.Context(), "PUT", member, wire.MemberAdd{}, nil); err != nil {
		t.Fatal(err)
	}
	sam.worker()
	nora.expectsOutage()
	sam.goes("field-ops")
	sam.sees("it open", `document.querySelector("#room-name").textContent.includes("field-ops")`)
	s.Kill()
	sam.sees("that the connection is gone", `document.querySelector(".banner")`)
	sam.says("The spare modem is in the blue box")
	sam.sees("it waiting", `document.querySelectorAll(".msg.is-pending").length === 1`)
	sam.must("go elsewhere", sam.tab.Do(chromedp.Navigate("about:blank")))
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := me.Do(t.Context(), "DELETE", member, nil, nil); err != nil {
		t.Fatal(err)
	}
	sam.opens("/")
	sam.isLive()
	sam.sees("that something is not sent", `document.querySelector(".roomlink--alarm")?.textContent.includes("1")`)
	sam.clicks(`.roomlink--alarm`)
	sam.sees("the text, its room and the reason", `(() => {
	  const text = document.querySelector(".unsent")?.textContent ?? "";
	  const why = document.querySelector(".unsent__why")?.textContent ?? "";
	  return text.includes("The spare modem is in the blue box") && text.includes("field-ops") && why.length > 10;
	})()`)
	sam.inBothLights("unsent-desktop")
	sam.reloads()
	sam.sees("it after a reload", `document.querySelector(".unsent")?.textContent.includes("The spare modem")`)
	eval[bool](sam, `([...document.querySelectorAll(".unsent button")].find(b => b.textContent.includes("somewhere else")).click(), true)`)
	sam.types(`[role=combobox]`, "general")
	sam.presses(chrome.Enter)
	sam.reads("The spare modem is in the blue box")
	sam.sees("nothing unsent any more", `!document.querySelector(".roomlink--alarm")`)
	nora.reads("The spare modem is in the blue box")
}

func TestDraftsOfTwoTabsAndOfAnEdit(t *testing.T) {
	_, nora, me, _ := secret(t)
	if err := me.Do(t.Context(), "POST", "/rooms", wire.RoomCreate{Name: "beta", Kind: wire.RoomPublic}, nil); err != nil {
		t.Fatal(err)
	}
	nora.sees("the other room", link("beta"))
	two := nora.another()
	two.opens("/")
	two.isLive()
	two.goes("beta")
	two.sees("beta", `document.querySelector("#room-name").textContent.includes("beta")`)
	nora.types(composer, "a draft in general")
	two.types(composer, "a draft in beta")
	two.sees("both kept", `(`+kept("a draft in general")+`).then(async (one) => one && await `+kept("a draft in beta")+`)`)
	nora.reloads()
	nora.inRoom()
	nora.sees("the first draft", field+` === "a draft in general"`)
	nora.goes("beta")
	nora.sees("the second", field+` === "a draft in beta"`)
	two.types(composer, ", and on")
	nora.sees("what the other tab adds", field+` === "a draft in beta, and on"`)

	nora.goes("general")
	nora.sees("the first draft again", field+` === "a draft in general"`)
	nora.presses(chrome.Enter)
	nora.reads("a draft in general")
	nora.edits(", better")
	nora.goes("beta")
	nora.sees("the draft there", field+` === "a draft in beta, and on"`)
	nora.goes("general")
	nora.sees("the edit again", field+` === "a draft in general, better" && document.querySelector(".composer__context")`)
	nora.sees("it kept", kept("a draft in general, better"))
	nora.reloads()
	nora.inRoom()
	nora.sees("the edit after a reload", field+` === "a draft in general, better"`)
	nora.presses(chrome.Escape)
	nora.sees("it given up, with a way back", `document.querySelector(".toast button")`)
	nora.clicks(`.toast button`)
	nora.sees("the edit once more", field+` === "a draft in general, better"`)
	nora.clicks(composer)
	nora.presses(chrome.Enter)
	nora.reads("a draft in general, better")
}

func TestSigningOutWithoutAServer(t *testing.T) {
	s, nora, _, _ := secret(t)
	nora.worker()
	nora.types(composer, "a thought that is not sent")
	s.Kill()
	nora.sees("that the connection is gone", `document.querySelector(".banner")`)
	nora.clicks(`.workspace`)
	nora.picks("Sign out")
	nora.sees("the question", `document.querySelector("[role=alertdialog]")?.textContent.includes("Drafts: 1")`)
	nora.shot("signing-out-offline-desktop-light")
	nora.clicks(`[role=alertdialog] .btn--danger`)
	out := `document.body.innerText.includes("You are signed out on this device") &&
	  !document.body.innerText.includes("The secret of Nora")`
	nora.sees("that she is signed out", out)
	for _, text := range []string{"The secret of Nora", "a thought that is not sent"} {
		nora.sees("nothing of it kept", `(`+kept(text)+`).then((found) => !found)`)
	}
	nora.reloads()
	nora.sees("the same after a reload", out)
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	nora.sees("the sign-in page", `location.pathname === "/signin" && document.querySelector("[name=password]")`)
	nora.opens("/")
	nora.sees("the sign-in page again: the session is over", `location.pathname === "/signin"`)
}

func TestAPageThatKeepsNothingSaysSo(t *testing.T) {
	for how, script := range map[string]string{
		"no database": `Object.defineProperty(window, "indexedDB", { value: undefined })`,
		"every write fails": `IDBObjectStore.prototype.put = function () {` +
			`throw new DOMException("full", "QuotaExceededError") };` +
			`IDBObjectStore.prototype.delete = IDBObjectStore.prototype.put`,
	} {
		t.Run(how, func(t *testing.T) {
			s := serve(t)
			nora := sits(t, "Nora Vance", s, chrome.Desktop)
			nora.must("break the store", nora.tab.BeforeLoad(script))
			for _, text := range []string{"is not kept", "are not kept", "nothing is kept", "drafts:", "ERR_FAILED"} {
				nora.tab.Tolerate(text)
			}
			nora.expectsOutage()
			if _, err := s.Setup(t.Context()); err != nil {
				t.Fatal(err)
			}
			nora.opens("/signin")
			nora.types(`[name=email]`, "nora@tideline.example")
			nora.types(`[name=password]`, instance.Password)
			nora.clicks(`button[type=submit]`)
			nora.inRoom()
			s.Kill()
			nora.sees("that nothing is kept", `document.querySelector(".banner")?.textContent.includes("stores nothing")`)
		})
	}
}
