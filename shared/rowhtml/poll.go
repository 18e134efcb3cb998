package rowhtml

import (
	"strconv"

	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Poll is what a row shows of a poll, whose question is the message's text.
type Poll struct {
	Rules   []string // sentences: how many can be chosen, and until when
	Hidden  string   // a sentence: that nobody is named; "" if people are
	Choices []Choice
	Many    bool   // several can be chosen
	Closed  bool   // none can
	Voters  string // a sentence: how many have voted
	Mine    bool   // the reader has
	Closes  bool   // the reader can close it
	Named   bool   // who chose what can be listed
}

// Choice is one of a poll's.
type Choice struct {
	Text  string
	Count int
	Most  int    // that any of them can be: of what the bar shows a part
	Who   string // the names of the first who chose it; "" if they are hidden
	Mine  bool
	Won   bool
}

// poll returns what is shown of the poll that a message is; nil if it is none.
func (r *Reader) poll(e *wire.Event) *Poll {
	asked, ok := effect.PollOf(e)
	if !ok || deleted(e) {
		return nil
	}
	say, tally := r.Words.language.Say, effect.TallyOf(e)
	p := &Poll{Many: asked.Many, Closed: effect.Closed(e, r.Now), Mine: effect.Chosen(e) != 0,
		Voters: say(text.PeopleVoted(tally.Voters)), Closes: e.Author == r.Me || r.Deletes}
	rule := text.OneChoice
	if asked.Many {
		rule = text.SeveralChoices
	}
	p.Rules = append(p.Rules, say(rule))
	switch {
	case p.Closed:
		p.Rules = append(p.Rules, say(text.PollClosed))
	case asked.Closes != 0:
		p.Rules = append(p.Rules, say(text.PollCloses(r.moment(asked.Closes))))
	}
	p.Named = !asked.Hidden && tally.Voters > 0
	if asked.Hidden {
		p.Hidden = say(text.NamesNotShown)
	}
	won := 0
	for _, c := range tally.Choices {
		won = max(won, c.Count)
	}
	for i, name := range asked.Choices {
		c := Choice{Text: name, Count: tally.Choices[i].Count, Most: max(tally.Voters, 1), Mine: tally.Choices[i].Me}
		c.Won = p.Closed && won > 0 && c.Count == won
		for _, user := range tally.Choices[i].Users {
			if asked.Hidden {
				break // it can only be the reader, whose vote is on its way
			}
			if c.Who != "" {
				c.Who += ", "
			}
			c.Who += r.User(user).Name
		}
		p.Choices = append(p.Choices, c)
	}
	return p
}

// moment writes a day, and the time of day where that is known.
func (r *Reader) moment(ms int64) string {
	day := r.Date(ms, false)
	if r.Time == nil {
		return day
	}
	shown, _ := r.Time(ms)
	return r.Words.language.Say(text.DayAndTime(day, shown))
}

// poll writes the message's text, and what can be chosen if it asks something.
func (m *Message) poll(b *Builder) {
	p := m.Poll
	if p == nil {
		m.body(b)
		return
	}
	say := m.Words.language.Say
	if b.Start(Div); p.Closed {
		b.Attr(Class, "poll poll--closed")
	} else {
		b.Attr(Class, "poll")
	}
	b.Attr(Role, "group").Attr(AriaLabel, say(text.PollCalled(m.Text)))
	m.body(b)
	b.Start(Div).Attr(Class, "poll__rule")
	for _, rule := range p.Rules {
		b.Element(Span, "", rule)
	}
	if p.Hidden != "" {
		b.Start(Span).Icon(IconEyeOff).Text(p.Hidden).End()
	}
	b.End().Start(Ul).Attr(Class, "poll__opts")
	for i := range p.Choices {
		writeChoice(b, m, i)
	}
	b.End().Start(Div).Attr(Class, "poll__foot").Element(Span, "", p.Voters)
	if p.Named && m.State == Sent {
		b.Start(Button).Attr(Class, "btn btn--quiet").Attr(Type, "button").Attr(DataAction, "voters").Text(say(text.WhoChoseWhat)).End()
	}
	if p.Mine && !p.Closed {
		b.Start(Button).Attr(Class, "btn btn--quiet").Attr(Type, "button").Attr(DataAction, "vote").Attr(DataRef, "-1")
		b.Text(say(text.TakeVoteBack)).End()
	}
	if p.Closes && !p.Closed && m.State == Sent {
		b.Start(Button).Attr(Class, "btn btn--quiet").Attr(Type, "button").Attr(DataAction, "close-poll").Text(say(text.ClosePoll)).End()
	}
	b.End().End()
}

func writeChoice(b *Builder, m *Message, i int) {
	p, c := m.Poll, &m.Poll.Choices[i]
	kind, row := "radio", Label
	if p.Many {
		kind = "checkbox"
	}
	if p.Closed {
		row = Div
	}
	b.Start(Li).Start(row)
	if c.Won {
		b.Attr(Class, "poll__opt is-won")
	} else {
		b.Attr(Class, "poll__opt")
	}
	if p.Closed {
		b.Icon(IconCheck)
	} else {
		b.Start(Input).Attr(Type, kind).Attr(Name, "poll-"+strconv.FormatInt(m.Seq, 10))
		b.Attr(DataAction, "vote").Attr(DataRef, strconv.Itoa(i))
		if c.Mine {
			b.Attr(Checked, "")
		}
		if m.State != Sent {
			b.Attr(Disabled, "")
		}
	}
	b.Start(Span).Attr(Class, "poll__text").Attr(Dir, "auto").Text(c.Text).End()
	b.Element(Span, "poll__who", c.Who)
	b.Start(Span).Attr(Class, "poll__n").Text(strconv.Itoa(c.Count)).End()
	b.Start(Progress).Attr(Class, "poll__bar").Attr(Max, strconv.Itoa(c.Most)).Attr(Value, strconv.Itoa(c.Count))
	b.Attr(AriaHidden, "true").End()
	b.End().End()
}
