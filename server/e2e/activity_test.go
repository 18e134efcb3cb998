package e2e

import (
	"strconv"
	"testing"

	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// Who is named, answered, and reacted to finds it on one page, and goes from there to the message.
func TestWhatConcernsSomebodyIsOnOnePage(t *testing.T) {
	_, nora, me, ben := secret(t)
	room := eval[string](nora, `location.pathname.split("/")[2]`)
	var page wire.Page
	if err := me.Do(t.Context(), "GET", "/rooms/"+room+"/messages", nil, &page); err != nil {
		t.Fatal(err)
	}
	var secret wire.Event
	for _, e := range page.Events {
		if e.Kind == wire.KindMessage {
			secret = e
		}
	}
	base := "/rooms/" + room + "/messages"
	var ack wire.Ack
	for _, q := range []*wire.Send{
		{CID: id.New(), Body: "could you sign it, @nora.vance?"}, {CID: id.New(), Body: "which one?", ReplyTo: secret.Seq},
	} {
		if err := ben.Do(t.Context(), "POST", base, q, &ack); err != nil {
			t.Fatal(err)
		}
	}
	react := base + "/" + strconv.FormatInt(secret.Seq, 10) + "/reactions"
	if err := ben.Do(t.Context(), "PUT", react, &wire.React{Emoji: "🎉", On: true}, &ack); err != nil {
		t.Fatal(err)
	}
	nora.opens("/activity")
	nora.sees("who did what", `(() => {
	  const text = [...document.querySelectorAll(".feed__item")].map((i) => i.textContent);
	  return text.length === 3 && text[0].includes("Ben Ode reacted to your message") && text[0].includes("The secret of Nora") &&
	    text[1].includes("Ben Ode answered you") && text[2].includes("Ben Ode named you") && text[2].includes("sign it");
	})()`)
	nora.sees("the reaction unread", `document.querySelector(".feed__item.is-unread")?.textContent.includes("reacted")`)
	nora.shot("activity")
	nora.clicks(`[data-filter="reactions"]`)
	nora.sees("only that", `document.querySelectorAll(".feed__item").length === 1`)
	nora.clicks(`.bar__end .btn`)
	nora.sees("nothing unread", `!document.querySelector(".feed__item.is-unread, .roomlink.is-unread[href='/activity']")`)
	nora.clicks(`.feed__what > a`)
	nora.sees("the room", `location.pathname.startsWith("/r/")`)
	nora.reads("The secret of Nora")
}
