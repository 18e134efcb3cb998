package rowhtml

import (
	"slices"
	"strconv"

	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Joins reports whether e is somebody's coming or going. Those that follow one another on a day stand in one
// line: see [Reader.Joinings]. What a newcomer was given to see is read by all who wrote it, in a line of its own.
func Joins(e *wire.Event) bool {
	return e.Kind == wire.KindMember && e.Action != wire.ActionRemoved && e.History == ""
}

// Joinings is the line of several people who came or went one after the other. Open, it
// has a line for each.
type Joinings struct {
	Seq   int64 // of the last
	Open  bool
	Text  [][]text.Part // a sentence for those who came, and one for those who left
	Lines []Joining
}

// Joining is what one of them did.
type Joining struct {
	Text           []text.Part
	Time, DateTime string // as shown, and for machines
}

// Joinings says who came and who left in events that follow one another.
func (r *Reader) Joinings(es []*wire.Event, open bool) Joinings {
	var came, left []string
	j := Joinings{Seq: es[len(es)-1].Seq, Open: open}
	for _, e := range es {
		if open {
			_, what := r.happened(e)
			time, machine := r.Time(e.At)
			j.Lines = append(j.Lines, Joining{r.Words.language.Parts(what), time, machine})
		}
		who := &came
		if e.Action == wire.ActionLeft {
			who = &left
		}
		if !slices.Contains(*who, e.User) {
			*who = append(*who, e.User)
		}
	}
	if len(came) > 0 {
		j.Text = append(j.Text, r.those(came, joined))
	}
	if len(left) > 0 {
		j.Text = append(j.Text, r.those(left, gone))
	}
	return j
}

// deed is what one, two or more people did.
type deed struct {
	one  func(name string) text.Text
	two  func(name, other string) text.Text
	more func(name, other string, count int) text.Text
}

var (
	joined = deed{func(name string) text.Text { return text.PersonJoined("", name, "") }, text.TwoJoined, text.MoreJoined}
	gone   = deed{text.PersonLeft, text.TwoLeft, text.MoreLeft}
)

// those names the first two of the people who did something, and counts the others.
func (r *Reader) those(people []string, did deed) []text.Part {
	what := did.one(r.User(people[0]).Name)
	if len(people) > 1 {
		name, other := r.User(people[0]).Name, r.User(people[1]).Name
		what = did.two(name, other)
		if len(people) > 2 {
			what = did.more(name, other, len(people)-2)
		}
	}
	return r.Words.language.Parts(what)
}

// JoiningsLine returns the line.
func JoiningsLine(j Joinings) string {
	var b Builder
	b.Start(Div).Attr(Class, "msg msg--system").Attr(DataSeq, strconv.FormatInt(j.Seq, 10)).Icon(IconJoin).Start(Div)
	b.Start(Button).Attr(Class, "joins").Attr(Type, "button").Attr(AriaExpanded, strconv.FormatBool(j.Open)).Attr(DataAction, "joins")
	for i, sentence := range j.Text {
		if i > 0 {
			b.Text(" · ")
		}
		b.parts(sentence)
	}
	b.Icon(IconChevronDown).End()
	if !j.Open {
		return b.String()
	}
	b.Start(Ul).Attr(Class, "joins__list")
	for _, line := range j.Lines {
		b.Start(Li).parts(line.Text).Text(" ").Start(Time).Attr(DateTime, line.DateTime).Text(line.Time).End().End()
	}
	return b.String()
}

// parts writes a sentence with the people it names marked.
func (b *Builder) parts(sentence []text.Part) *Builder {
	for _, part := range sentence {
		if part.Arg == "name" || part.Arg == "other" {
			b.Element(B, "", part.Text)
		} else {
			b.Text(part.Text)
		}
	}
	return b
}
