package e2e

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// standsInTheMiddle is true while the message with a seq is marked and in the middle of the messages, or as near
// to it as its place among them allows.
func standsInTheMiddle(seq int64) string {
	return `(() => {
	  const box = document.querySelector("#timeline"), row = box?.querySelector('[data-seq="` + strconv.FormatInt(seq, 10) + `"]');
	  if (!row?.matches(".msg--target[aria-current=location]")) return false;
	  const window = box.getBoundingClientRect(), at = row.getBoundingClientRect();
	  const off = (at.top + at.bottom - window.top - window.bottom) / 2;
	  const below = -box.scrollTop, above = box.scrollHeight - box.clientHeight - below;
	  return Math.abs(off) <= 2 || off > 0 && below < 2 || off < 0 && above < 2;
	})()`
}

// longRoom fills a room with messages of very different heights, and returns their seqs. The last one answers
// the twentieth.
func longRoom(t *testing.T, owner *instance.Person, room string) (seqs []int64) {
	t.Helper()
	send := func(text string, to int64) {
		var ack wire.Ack
		say := wire.Send{CID: id.New(), Body: text, ReplyTo: to}
		if err := owner.Do(t.Context(), "POST", "/rooms/"+room+"/messages", say, &ack); err != nil {
			t.Fatal(err)
		}
		seqs = append(seqs, ack.Seq)
	}
	for i := range 140 {
		send(fmt.Sprintf("Reading %d. %s", i+1, strings.Repeat("The tide came in over the flats, and went. ", i*i%23)), 0)
	}
	send("As I said", seqs[19])
	return seqs
}

// Whoever opens the address of a message sees that message in the middle, marked, until they scroll.
func TestTheAddressOfAMessageLeadsToIt(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, room := tideline(t, s)
	seqs := longRoom(t, owner, room)
	last := len(seqs) - 1
	address := func(i int) string { return "/r/" + room + "/" + strconv.FormatInt(seqs[i], 10) }
	const own = `location.pathname === "/r/`
	for _, screen := range []chrome.Screen{chrome.Desktop, chrome.Phone} {
		nora := sits(t, "Nora Vance "+screen.Name, s, screen)
		nora.signsIn(owner.Email)
		step := chapters(t, nora)
		step("it opens in the middle on "+screen.Name, func(*testing.T) {
			for _, i := range []int{1, 7, last - 1, 92} {
				nora.opens(address(i))
				nora.isLive()
				nora.sees(fmt.Sprintf("message %d in the middle", i), standsInTheMiddle(seqs[i]))
				nora.sees("it there to stay", `new Promise((done) => setTimeout(() => done(`+standsInTheMiddle(seqs[i])+`), 700))`)
			}
			nora.shot("linked-" + screen.Name)
			nora.must("make the window lower", nora.tab.Do(chromedp.EmulateViewport(int64(screen.Width), 500)))
			nora.sees("it in the middle of a lower window", `innerHeight === 500 && `+standsInTheMiddle(seqs[92]))
			nora.must("make the window as it was", nora.tab.Resize(screen))
			nora.sees("it in the middle again", `innerHeight > 500 && `+standsInTheMiddle(seqs[92]))
		})
		step("who scrolls leaves it, and is at the room's address at the end", func(*testing.T) {
			eval[bool](nora, `(document.querySelector("#timeline").scrollBy(0, 60), true)`)
			nora.sees("no mark", `!document.querySelector(".msg--target, [aria-current=location]")`)
			nora.sees("the address of the message", `location.pathname === "`+address(92)+`"`)
			nora.clicks(`.jumpbar .btn`)
			nora.sees("the address of the room", own+room+`"`)
			nora.reloads()
			nora.isLive()
			nora.sees("the newest message", `document.querySelector("#timeline").scrollTop > -40 && `+rows("As I said")+`.length === 1`)
		})
		step("a quote leads to what it quotes", func(*testing.T) {
			nora.clicks(`[data-seq="` + strconv.FormatInt(seqs[last], 10) + `"] .quote`)
			nora.sees("it in the middle", standsInTheMiddle(seqs[19]))
			nora.sees("its address", `location.pathname === "`+address(19)+`"`)
			nora.says("Back to work on " + screen.Name)
			nora.reads("Back to work on " + screen.Name)
			nora.sees("the address of the room", own+room+`" && !document.querySelector(".msg--target")`)
		})
		step("an address without a message is said to be one", func(*testing.T) {
			for _, wrong := range []string{"99999", "0", "tide", "99999999999999999999"} {
				nora.opens("/r/" + room + "/" + wrong)
				nora.isLive()
				nora.sees("that there is none", `document.querySelector(".toast")?.textContent.includes("no message at this address")`)
				nora.sees("the end of the room",
					own+room+`" && document.querySelector("#timeline").scrollTop > -40 && `+rows("As I said")+`.length === 1`)
			}
		})
		step("the browser's history leads back to it", func(*testing.T) {
			nora.opens(address(70))
			nora.isLive()
			nora.sees("the message", standsInTheMiddle(seqs[70]))
			eval[bool](nora, `([...document.querySelectorAll(".roomlink")].find(l => l.textContent.includes("firmware")).click(), true)`)
			nora.sees("another room", `document.querySelector("#room-name").textContent.includes("firmware")`)
			nora.must("go back", nora.tab.Do(chromedp.NavigateBack()))
			nora.sees("the message again", standsInTheMiddle(seqs[70]))
			nora.must("go forward", nora.tab.Do(chromedp.NavigateForward()))
			nora.sees("the other room", `document.querySelector("#room-name").textContent.includes("firmware")`)
		})
	}
	var gone wire.Ack
	if err := owner.Do(t.Context(), "DELETE", "/rooms/"+room+"/messages/"+strconv.FormatInt(seqs[70], 10), nil, &gone); err != nil {
		t.Fatal(err)
	}
	nora := sits(t, "Nora Vance", s, chrome.Phone)
	nora.holdsProgram()
	nora.signsInOnly(owner.Email)
	nora.opens(address(70))
	nora.sees("where it was, before the program runs", `document.querySelector(".msg--target.msg--deleted")`)
	nora.takesOver()
	nora.isLive()
	nora.sees("where it was", standsInTheMiddle(seqs[70]))
	nora.hasNotJumped()
}
