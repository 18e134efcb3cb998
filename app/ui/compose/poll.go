package compose

import (
	"strconv"
	"strings"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// newPoll asks what the people of a room are to be asked.
type newPoll struct {
	kit.DialogState
	room    string
	choices int // fields for them
}

// Poll opens the dialog for a poll in a room.
func Poll(h *host.Host, room string) {
	h.Overlays.Open(&newPoll{DialogState: kit.DialogState{H: h}, room: room, choices: limits.PollFewest + 1})
}

func (d *newPoll) Draw(at host.Layer) app.UI { return kit.DrawDialog(at, d) }
func (d *newPoll) Title() text.Text          { return text.NewPoll }

const (
	questionField = "poll-question"
	choiceField   = "poll-choice-"
)

// closing are when a poll can be made to close.
var closing = []struct {
	id    string
	label text.Text
	after time.Duration
}{
	{"poll-stays", text.PollStaysOpen, 0},
	{"poll-hour", text.PollHour, time.Hour},
	{"poll-day", text.PollDay, 24 * time.Hour},
	{"poll-week", text.PollWeek, 7 * 24 * time.Hour},
}

func (d *newPoll) Body() []app.UI {
	body := []app.UI{d.Field(kit.Field{ID: questionField, Label: text.PollQuestion, Limit: limits.TopicRunes, First: true,
		Required: text.GivePollQuestion})}
	for i := range d.choices {
		f := kit.Field{ID: choiceField + strconv.Itoa(i), Label: text.PollChoice(i + 1), Limit: limits.ChoiceRunes}
		if i < limits.PollFewest {
			f.Required = text.GivePollChoice
		}
		body = append(body, d.Field(f))
	}
	var times []app.UI
	for i, c := range closing {
		times = append(times, kit.El("label", kit.El("input|type=radio|name=closes", kit.K("id"), c.id, kit.K("checked"), i == 0), c.label))
	}
	return append(body,
		kit.El("button.btn.btn--quiet|type=button", kit.K("hidden"), d.choices == limits.PollMost, kit.On("click", d.more),
			kit.Icon("plus", "icon--sm"), text.AddChoice),
		kit.El("fieldset.field", kit.El("legend.label", text.PollOpenFor), kit.El("div.seg", times)),
		pollSwitch("poll-many", text.PollMany),
		pollSwitch("poll-hidden", text.PollHidden),
		d.FaultLine())
}

func pollSwitch(id string, label text.Text) app.UI {
	return kit.El("div.setting", kit.El("div.setting__text", kit.El("span", kit.K("id"), id+"-label", label)),
		kit.El("span.switch", kit.El("input|type=checkbox|role=switch", kit.K("id"), id, kit.K("aria-labelledby"), id+"-label"),
			kit.El("span")))
}

func (d *newPoll) more(platform.Event) {
	last := choiceField + strconv.Itoa(d.choices)
	d.choices++
	d.H.Raise(host.Layers)
	d.H.AfterFrame(func() { platform.ByID(last).Focus() })
}

func (d *newPoll) Buttons() []app.UI {
	return []app.UI{kit.CancelButton(d.H, text.Cancel), kit.SubmitButton(text.AskTheRoom, "btn--primary", d.Busy)}
}

func (d *newPoll) Submit() {
	poll := &wire.Poll{Many: platform.Checked("poll-many"), Hidden: platform.Checked("poll-hidden")}
	for i := range d.choices {
		id := choiceField + strconv.Itoa(i)
		choice := strings.TrimSpace(kit.FieldText(id))
		for _, other := range poll.Choices {
			if kit.Fold(other) == kit.Fold(choice) && choice != "" {
				d.RefuseAt(id, host.Said(text.PollChoices(limits.PollFewest, limits.PollMost)))
				return
			}
		}
		if choice != "" {
			poll.Choices = append(poll.Choices, choice)
		}
	}
	for _, c := range closing {
		if c.after > 0 && platform.Checked(c.id) {
			poll.Closes = platform.Now() + c.after.Milliseconds()
		}
	}
	_, err := d.H.Eng.SendMessage(engine.Message{Room: d.room, Body: strings.TrimSpace(kit.FieldText(questionField)), Poll: poll})
	if !d.Failed(err) {
		d.H.Overlays.Drop(d)
		d.H.Verbs.ToEnd()
	}
}

// pollIn reads what is written behind /poll: a question, and its choices behind strokes. poll is nil if it is none.
func pollIn(args string) (question string, poll *wire.Poll) {
	poll = &wire.Poll{}
	had := map[string]bool{}
	for i, part := range strings.Split(args, "|") {
		switch part = strings.TrimSpace(part); {
		case i == 0:
			question = part
		case part == "" || had[kit.Fold(part)]:
			return question, nil
		default:
			had[kit.Fold(part)] = true
			poll.Choices = append(poll.Choices, part)
		}
	}
	if n := len(poll.Choices); question == "" || n < limits.PollFewest || n > limits.PollMost {
		return question, nil
	}
	return question, poll
}
