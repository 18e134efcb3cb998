package timeline

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// votes is the list of who chose what in a poll. The message itself names only the first of each choice: the others
// are asked for, again when there are more or fewer of them.
type votes struct {
	kit.DialogState
	room, key string // of the message
	choices   []chosen
}

// chosen are those who made a choice.
type chosen struct {
	asked int // how many there were when they were asked for; 0: not yet
	users []wire.User
	next  string // the After of the next page; "": these are all
}

// whoVoted opens it.
func whoVoted(h *host.Host, it *state.Item) {
	poll, _ := effect.PollOf(&it.Event)
	h.Overlays.Open(&votes{DialogState: kit.DialogState{H: h}, room: it.Event.Room, key: it.Key,
		choices: make([]chosen, len(poll.Choices))})
}

// Draw shows the dialog. It follows what is chosen: what lies over the page is drawn again when a row changes.
func (d *votes) Draw(at host.Layer) app.UI { return kit.DrawDialog(at, d) }

// Title says what is listed.
func (d *votes) Title() text.Text { return text.WhoChoseWhat }

// Buttons is the one that closes it.
func (d *votes) Buttons() []app.UI {
	return []app.UI{kit.SubmitButton(text.Close, "btn--primary", false)}
}

// Submit closes it.
func (d *votes) Submit() { d.H.Overlays.Drop(d) }

// Body has the people of each choice.
func (d *votes) Body() (body []app.UI) {
	it := itemByKey(d.H, d.room, d.key)
	if it == nil || it.Deleted() {
		return []app.UI{kit.El("p", text.MessageDeleted)}
	}
	poll, _ := effect.PollOf(&it.Event)
	tally := effect.TallyOf(&it.Event)
	for i := range d.choices {
		c, count := &d.choices[i], tally.Choices[i].Count
		if c.asked != count {
			c.asked, c.next = count, ""
			d.ask(i)
		}
		var people []app.UI
		for _, u := range c.users {
			people = append(people, kit.El("div.opt", kit.Avatar(u, "avatar--sm", ""),
				kit.El("span.opt__name|translate=no", kit.El("bdi", u.Name))))
		}
		if c.next != "" {
			people = append(people, kit.El("button.btn.btn--quiet|type=button", text.ShowMore,
				kit.On("click", func(platform.Event) { d.ask(i) })))
		}
		body = append(body, kit.El("section.votes",
			kit.El("h3.votes__head", kit.El("bdi", poll.Choices[i]), kit.El("span.votes__n", text.Count(count))),
			people))
	}
	return append(body, d.FaultLine())
}

// ask asks for the people of a choice: the first, or those after the ones that are listed.
func (d *votes) ask(i int) {
	c := &d.choices[i]
	count, after := c.asked, c.next
	if count == 0 {
		c.users = nil
		return
	}
	it := itemByKey(d.H, d.room, d.key)
	req := &wire.VoteList{Room: d.room, Seq: it.Event.Seq, Choice: i, After: after, Limit: whoStep}
	host.Ask(d.H, wire.ListVotes, req, func(page *wire.Voters, err error) {
		if d.Failed(err) || c.asked != count || c.next != after {
			return // they are others by now
		}
		if after == "" {
			c.users = nil
		}
		c.users, c.next = append(c.users, page.Users...), page.Next
	})
}
