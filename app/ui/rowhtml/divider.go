package rowhtml

import "strconv"

// Day returns the heading of a day: date for machines ("2026-11-19"), label for people.
func Day(date, label string) string {
	var b Builder
	b.Start(H3).Attr(Class, "day").Attr(DataDay, date)
	b.Start(Time).Attr(DateTime, date).Text(label)
	return b.String()
}

// NewDivider returns the line before the first unread message. words may be nil for English.
func NewDivider(words *Words) string {
	if words == nil {
		words = &English
	}
	var b Builder
	b.Start(Div).Attr(Class, "newline").Attr(Role, "separator").Element(Span, "", words.New)
	return b.String()
}

// Intro returns what stands above the first message of a room.
func Intro(name, text string) string {
	var b Builder
	b.Start(Div).Attr(Class, "roomintro").Element(H2, "display display--lg", name)
	if text != "" {
		b.Element(P, "", text)
	}
	return b.String()
}

// System is a line about the room: someone joined, left, or renamed it.
type System struct {
	Seq    int64
	Icon   Icon
	Before string // the sentence up to the name
	Name   string // whom it is about
	After  string // the rest of the sentence
}

// SystemLine returns the line.
func SystemLine(s System) string {
	var b Builder
	b.Start(Div).Attr(Class, "msg msg--system")
	if s.Seq > 0 {
		b.Attr(DataSeq, strconv.FormatInt(s.Seq, 10))
	}
	b.Icon(s.Icon).Start(Span).Text(s.Before).Element(B, "", s.Name).Text(s.After)
	return b.String()
}
