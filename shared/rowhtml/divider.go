package rowhtml

import (
	"strconv"

	"github.com/confab/confab/shared/text"
)

// Day returns the heading of a day: date for machines ("2026-11-19"), label for people.
func Day(date, label string) string {
	var b Builder
	b.Start(H2).Attr(Class, "day").Attr(DataDay, date)
	b.Start(Time).Attr(DateTime, date).Text(label)
	return b.String()
}

// NewDivider returns the line before the first unread message. words may be nil for English.
func NewDivider(words *Words) string {
	if words == nil {
		words = English
	}
	var b Builder
	b.Start(Div).Attr(Class, "newline").Attr(Role, "separator").Element(Span, "", words.New)
	return b.String()
}

// Intro returns what stands above the first message of a room: its name, what it is for, and how it
// began; "" for neither.
func Intro(name, topic, began string) string {
	var b Builder
	b.Start(Div).Attr(Class, "roomintro").Element(H2, "display display--lg", name)
	for _, about := range []string{topic, began} {
		if about != "" {
			b.Element(P, "", about)
		}
	}
	return b.String()
}

// System is a line about the room: someone joined, left, or renamed it.
type System struct {
	Seq  int64
	Icon Icon
	Text []text.Part // the argument "name" is whom it is about
}

// SystemLine returns the line.
func SystemLine(s System) string {
	var b Builder
	b.Start(Div).Attr(Class, "msg msg--system")
	if s.Seq > 0 {
		b.Attr(DataSeq, strconv.FormatInt(s.Seq, 10))
	}
	b.Icon(s.Icon).Start(Span).parts(s.Text)
	return b.String()
}
