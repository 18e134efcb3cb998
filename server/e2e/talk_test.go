package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/wire"
)

// setsUp does the first run in a browser, as the owner of a fresh server.
func (p *person) setsUp() {
	p.t.Helper()
	p.opens("/setup?code=" + instance.SetupCode)
	p.types(`[name=workspace]`, "Tideline")
	p.fillsIn()
	// A server that was told its address does not ask for it.
	p.sees("the question where it is, or the room", `document.querySelector("[name=way], `+composer+`")`)
	if eval[bool](p, `!!document.querySelector("[name=way]")`) {
		p.findsItAt("https://chat.tideline.example")
	}
	p.isLive()
}

// findsItAt answers where people will find the workspace.
func (p *person) findsItAt(proxy string) {
	p.t.Helper()
	p.clicks(`#way-proxy`)
	p.types(`#proxy`, proxy)
	p.clicks(`button[type=submit]`)
	p.sees("the line to start it with", `document.querySelector(".gate__line")?.textContent.includes("--public-url `+proxy+
		` --trusted-proxy")`)
	p.clicks(`a.gate__go`)
}

// joins follows an invite link.
func (p *person) joins(link string) {
	p.t.Helper()
	p.opens(link)
	p.signsUp()
}

// signsUp fills in who one is and sends the form.
func (p *person) signsUp() {
	p.t.Helper()
	p.fillsIn()
	p.isLive()
}

func (p *person) fillsIn() {
	p.t.Helper()
	p.types(`[name=name]`, p.name)
	p.types(`[name=email]`, email(p.name))
	p.types(`[name=password]`, instance.Password)
	p.clicks(`button[type=submit]`)
}

// invites returns the path of the invite link that the page shows.
func (p *person) invites() string {
	p.t.Helper()
	p.sees("an invite link", `document.querySelector("#invite-link")?.value.includes("/join/")`)
	return eval[string](p, `new URL(document.querySelector("#invite-link").value).pathname`)
}

// tool presses a button of the tools of the message with text.
func (p *person) tool(text, action string) {
	p.t.Helper()
	p.reads(text)
	row := rows(text) + `[0]`
	p.settles() // a row that is still arriving moves the others, and the tools are those of the row under the mouse
	p.hovers(row + `.querySelector(".msg__body")`)
	p.sees("its tools", row+`.querySelector(".msg__tools")`) // and not those of a row that has moved there
	p.clicks(`.timeline .msg__tools [data-action="` + action + `"]`)
}

func TestTwoPeopleTalk(t *testing.T) {
	s := serve(t)
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.setsUp()
	nora.sees("the cursor in the composer", `document.activeElement?.matches("`+composer+`")`)
	link := nora.invites()
	nora.sees("the QR code", `document.querySelector("img.invite__qr")?.naturalWidth > 0`)
	nora.shot("first-room-desktop-light")
	nora.writes("Is anyone there?")
	nora.presses(chrome.Enter)
	nora.reads("Is anyone there?")

	sam := sits(t, "Sam Okafor", s, chrome.Phone)
	sam.joins(link)
	sam.reads("Is anyone there?")
	nora.sees("that Sam joined", `document.querySelector(".timeline").textContent.includes("Sam Okafor")`)

	nora.clicks(`.invitecard [aria-label="Close"]`)
	step := chapters(t, nora, sam)
	step("typing shows and goes", func(t *testing.T) {
		sam.types(composer, "Yes")
		nora.sees("Sam typing", `document.querySelector(".typing").textContent.includes("Sam")`)
		sam.writes(", **me**.")
		sam.clicks(`.composer [type=submit]`)
		nora.reads("Yes, me.")
		nora.sees("bold", `[...document.querySelectorAll(".timeline .msg__body b")].some(b => b.textContent === "me")`)
		nora.sees("nobody typing", `!document.querySelector(".typing").textContent.includes("Sam")`)
	})
	step("a reply quotes", func(t *testing.T) {
		nora.tool("Yes, me.", "reply")
		nora.says("Welcome aboard")
		sam.reads("Welcome aboard")
		nora.reads("Welcome aboard")
		sam.sees("the quote", rows("Welcome aboard")+`[0].querySelector(".quote").textContent.includes("Yes, me.")`)
	})
	step("a reaction counts", func(t *testing.T) {
		nora.tool("Yes, me.", "react")
		sam.sees("one reaction", rows("Yes, me.")+`[0].querySelector(".reaction[aria-pressed=false]")?.textContent.includes("1")`)
		sam.clicks(`.timeline .reaction[aria-pressed=false]`)
		nora.sees("two reactions", rows("Yes, me.")+`[0].querySelector(".reaction[aria-pressed=true]")?.textContent.includes("2")`)
	})
	step("what is pinned is found again", func(*testing.T) { pinsAndFinds(nora, sam) })
	step("an edit shows everywhere", func(*testing.T) { edits(nora, sam) })
	step("a deleted message is gone for everyone", func(*testing.T) { deletes(nora, sam) })
	step("a reload keeps everything once", func(t *testing.T) {
		nora.reloads()
		nora.isLive()
		for _, text := range []string{"Is anyone there?", "Yes, me.", "Welcome aboard", "The plan is set"} {
			nora.reads(text)
		}
	})
	step("a direct message", func(t *testing.T) {
		nora.clicks(`[aria-label="New conversation"]`)
		nora.types(`[role=combobox]:focus`, "sam")
		nora.clicks(`[role=option]`)
		nora.sees("the conversation", `document.querySelector("#room-name").textContent.includes("Sam Okafor")`)
		nora.says("Just between us")
		sam.sees("a conversation with one unread",
			`document.querySelector('.roomgroup[aria-label="People"] .roomlink.is-unread')?.textContent.includes("Nora")`)
	})
}

// edits changes a message, which both read with what it said before.
func edits(nora, sam *person) {
	nora.t.Helper()
	nora.says("Teh plan is set")
	nora.reads("Teh plan is set")
	nora.presses(chrome.ArrowUp)
	nora.sees("the old text in the composer", `document.querySelector("`+composer+`").value === "Teh plan is set"`)
	nora.must("select all", nora.tab.Do(chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl))))
	nora.says("The plan is set")
	sam.reads("The plan is set")
	sam.sees("that it was edited", rows("The plan is set")+`[0].querySelector(".msg__edited")`)
	sam.clicks(`.msg__edited`)
	sam.sees("both texts",
		`[...document.querySelectorAll(".version__text")].map((e) => e.textContent).join() === "The plan is set,Teh plan is set"`)
	sam.presses(chrome.Escape)
	if n := sam.count("Teh plan"); n != 0 {
		sam.t.Errorf("the old text is still there %d times", n)
	}
}

// deletes takes a deletion back, and then deletes the message by leaving the page.
func deletes(nora, sam *person) {
	nora.t.Helper()
	nora.says("Not meant for here")
	sam.reads("Not meant for here")
	nora.tool("Not meant for here", "delete")
	nora.sees("that it goes", rows("Not meant for here")+`[0].matches(".is-going")`)
	nora.clicks(`[data-action="undelete"]`)
	nora.sees("that it stays", rows("Not meant for here")+`[0].matches(":not(.is-going)")`)
	nora.tool("Not meant for here", "delete")
	nora.sees("that it goes", rows("Not meant for here")+`[0].matches(".is-going")`)
	nora.reloads() // whoever leaves has deleted it
	nora.isLive()
	sam.sees("a tombstone", `document.querySelector(".timeline .msg--deleted") && `+rows("Not meant for here")+`.length === 0`)
}

func TestSigningOut(t *testing.T) {
	s := serve(t)
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.setsUp()
	nora.says("Remember this")
	nora.reads("Remember this")
	nora.clicks(`.workspace`)
	nora.picks("Sign out")
	nora.sees("the sign-in page", `location.pathname === "/signin" && document.querySelector("[name=password]")`)
	nora.sees("nothing of it on the device", `(`+kept("Remember this")+`).then((found) => !found)`)
	nora.opens("/")
	nora.sees("the sign-in page again", `location.pathname === "/signin"`)
	nora.types(`[name=email]`, email(nora.name))
	nora.types(`[name=password]`, instance.Password)
	nora.clicks(`button[type=submit]`)
	nora.isLive()
	nora.reads("Remember this")
}

// kept is a script that finds a text in what the browser keeps.
func kept(text string) string {
	return `indexedDB.databases().then(async (list) => {
	  for (const { name } of list) {
	    const db = await new Promise((ok, no) => { const r = indexedDB.open(name); r.onsuccess = () => ok(r.result); r.onerror = no; });
	    for (const store of db.objectStoreNames) {
	      const all = await new Promise((ok, no) => { const r = db.transaction(store).objectStore(store).getAll(); r.onsuccess = () => ok(r.result); r.onerror = no; });
	      if (JSON.stringify(all).includes(` + "`" + text + "`" + `)) { db.close(); return true; }
	    }
	    db.close();
	  }
	  return false;
	})`
}

// isSignedOutElsewhere ends all sessions of the person while their page is closed.
func (p *person) isSignedOutElsewhere(me *instance.Person) {
	p.t.Helper()
	for _, text := range []string{"WebSocket connection to", "401"} { // what a page meets whose session has ended
		p.tab.Tolerate(text)
	}
	p.opens("/livez")
	endsOthers(p.t, me)
}

// endsOthers ends all sessions of a person but the one that asks.
func endsOthers(t *testing.T, me *instance.Person) {
	t.Helper()
	var all wire.Sessions
	if err := me.Do(t.Context(), "GET", "/sessions", nil, &all); err != nil {
		t.Fatal(err)
	}
	for _, one := range all.Sessions {
		if one.Current {
			continue
		}
		if err := me.Do(t.Context(), "DELETE", "/sessions/"+one.ID, nil, nil); err != nil {
			t.Fatal(err)
		}
	}
}

// secret has Nora set a workspace up and say what nobody at her browser is to see
// after her. Me is Nora without the browser, and Ben is somebody else.
func secret(t *testing.T) (s *instance.Server, nora *person, me, ben *instance.Person) {
	t.Helper()
	s = serve(t)
	nora = sits(t, "Nora Vance", s, chrome.Desktop)
	nora.setsUp()
	nora.says("The secret of Nora")
	nora.reads("The secret of Nora")
	me, err := s.SignIn(t.Context(), nora.name, email(nora.name))
	if err != nil {
		t.Fatal(err)
	}
	if ben, err = me.Join(t.Context(), "Ben Ode"); err != nil {
		t.Fatal(err)
	}
	return s, nora, me, ben
}

// A browser that several people use shows nobody what was another's.
func TestTheNextPersonAtABrowserSeesNothingOfTheOneBefore(t *testing.T) {
	_, nora, me, ben := secret(t)
	nora.types(composer, "a thought of Nora's that is not sent")
	nora.sees("the draft kept", kept("a thought of Nora"))

	nora.isSignedOutElsewhere(me)
	nora.opens("/")
	nora.sees("the sign-in page", `location.pathname === "/signin" && document.querySelector("[name=password]")`)
	nora.sees("nothing that others wrote to be kept", `(`+kept("The secret of Nora")+`).then((found) => !found)`)

	nora.types(`[name=email]`, ben.Email)
	nora.types(`[name=password]`, instance.Password)
	nora.clicks(`button[type=submit]`)
	nora.isLive()
	nora.reads("The secret of Nora") // which he may
	nora.sees("an empty composer", `document.querySelector("`+composer+`").value === ""`)

	nora.clicks(`.workspace`)
	nora.picks("Sign out")
	nora.sees("the sign-in page", `location.pathname === "/signin" && document.querySelector("[name=password]")`)
	nora.must("go back", nora.tab.Do(chromedp.NavigateBack()))
	nora.sees("nothing on the page that is gone back to",
		`!document.body.innerText.includes("The secret of Nora") && location.pathname === "/signin"`)
}

// everShown notes whether a text was ever in the page, from its first moment on.
func everShown(text string) string {
	return `(() => {
	  const look = () => { if (document.documentElement?.textContent.includes(` + quoted(text) + `) || [...document.querySelectorAll("textarea")].some((a) => a.value.includes(` + quoted(text) + `))) window.everShown = true; };
	  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
	  addEventListener("input", look, true);
	})()`
}

// Nor does a page that cannot ask the server who is here.
func TestTheNextPersonAtABrowserWithoutANetworkSeesNothingOfTheOneBefore(t *testing.T) {
	s, nora, me, ben := secret(t)
	nora.sees("the service worker in charge", `navigator.serviceWorker.ready.then(() => true)`)
	nora.reloads() // from now on the worker has the shell
	nora.isLive()
	nora.types(composer, "The secret draft of Nora")
	nora.sees("the draft kept", kept("The secret draft of Nora"))
	nora.sees("the message kept", kept("The secret of Nora"))
	nora.must("watch the page", nora.tab.BeforeLoad(everShown("The secret")))

	nora.expectsOutage()
	s.Kill()
	nora.opens("/")
	nora.inRoom()
	nora.reads("The secret of Nora") // she herself, without a network
	nora.sees("her draft", `document.querySelector("`+composer+`").value === "The secret draft of Nora"`)
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	nora.isSignedOutElsewhere(me)

	// Ben signs in, and is off the network before the program starts.
	nora.opens("/signin")
	nora.sees("him signed in", `fetch("/signin", { method: "POST", redirect: "manual", body: new URLSearchParams(`+
		`{ next: "/", email: `+quoted(ben.Email)+`, password: `+quoted(instance.Password)+` }) }).then((a) => a.type === "opaqueredirect")`)
	s.Kill()
	nora.opens("/")
	nora.sees("that there is no connection", `document.querySelector(".banner")`)
	nora.sees("nothing kept of her", `(`+kept("The secret of Nora")+`).then((found) => !found)`)
	if eval[bool](nora, `!!window.everShown`) {
		t.Error("what was Nora's was shown to Ben")
	}
	nora.shot("next-person-offline-desktop-light")
}

// pinsAndFinds has Nora pin a message of hers for both, and take the pin away, twice.
func pinsAndFinds(nora, sam *person) {
	nora.t.Helper()
	const line = `Is anyone there?`
	inPanel := func(what string) string {
		return `[...document.querySelectorAll("#pins .msg")].some(m => m.textContent.includes("` + what + `"))`
	}
	nora.tool(line, "pin")
	sam.sees("the pin", rows(line)+`[0].querySelector(".msg__origin")?.textContent.includes("Nora Vance")`)
	nora.sees("her own pin", rows(line)+`[0].querySelector(".msg__origin")?.textContent.includes("you")`)
	sam.clicks(`#room-button`)
	sam.clicks(`#menu .opt:has([href$="#i-pin"])`)
	sam.sees("what is pinned", inPanel(line))
	sam.shot("pins-phone-light")
	sam.clicks(`#pins .msg__time`)
	sam.sees("the room again", `!document.querySelector("#pins")`)
	sam.sees("the message", `document.querySelector(".timeline .msg--target")?.textContent.includes("`+line+`")`)
	nora.clicks(`#room-button`)
	nora.clicks(`#menu .opt:has([href$="#i-pin"])`)
	nora.sees("what is pinned beside the room", inPanel(line))
	nora.shot("pinned-desktop-light")
	nora.tool(line, "unpin")
	nora.sees("that nothing is pinned", `document.querySelector("#pins .panel__note") && !document.querySelector("#pins .msg")`)
	sam.sees("no pin", rows(line)+`[0].querySelector(".msg__origin") === null`)
	nora.clicks(`.toast:last-child .btn`)
	sam.sees("the pin that came back", rows(line)+`[0].querySelector(".msg__origin")`)
	nora.sees("it in the panel", inPanel(line))
	nora.clicks(`#pins .msg__body`)
	nora.tool(line, "unpin")
	nora.clicks(`#close-pins`)
	nora.sees("the room alone", `!document.querySelector("#pins")`)
	sam.sees("no pin again", rows(line)+`[0].querySelector(".msg__origin") === null`)
}
