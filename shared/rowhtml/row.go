package rowhtml

import (
	"strconv"

	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// State is how far a message has come.
type State uint8

// The states.
const (
	Sent    State = iota
	Pending       // on its way
	Failed        // refused, or given up: Message.Failure says why
)

// Waits is what was done to a message and has not been sent yet.
type Waits uint8

// What may wait.
const (
	Nothing    Waits = iota
	EditWaits        // its text was edited
	OtherWaits       // it was deleted, pinned or unpinned
)

// Message is what a row shows. Everything in it is shown as text; links are paths of this site.
type Message struct {
	Seq     int64  // 0 before the server has given one
	Cid     string // the sender's id for it
	UserID  string
	Name    string // of the author, as shown
	Avatar  string // shown instead of the initials, for bots: an emoji, say
	Picture string // of the author: the id of a file; "" for none
	Tag     string // behind the name: "Webhook", say
	Bot     bool
	// Mood is the emoji of what the author is doing, as far as they say; MoodText says it in words.
	Mood, MoodText string

	Head     bool // begins a group: with avatar, name and time
	Own      bool
	NamesYou bool // names the reader, in any way

	Time       string // as shown, "09:24"
	DateTime   string // for machines, "2026-11-19T09:24"
	Link       string // to this message, "" for none
	AuthorLink string // to the author, "" for none

	Text    string
	Files   []wire.File
	Lang    string // of the text, if known, "" otherwise
	Edited  bool
	Pinned  string // a sentence: by whom it is pinned; "" if it is not
	Deleted bool
	By      string // the name of who deleted it, if that was not its author
	Going   int    // it is about to be deleted, in so many seconds, and that can be undone; 0: it is not
	Waits   Waits  // what of this has not been sent yet
	State   State
	Failure string // a sentence, for Failed

	Poll      *Poll // nil: it is none
	Reply     *Reply
	Forward   *Forward
	Replies   *Replies // nil: there is no thread under it
	Thread    string   // says that it is a reply in a thread; "": it is not, or that is known
	Reactions []Reaction
	Previews  []wire.Preview // of its links
	Removes   bool           // the reader may remove previews
	Removed   []string       // the addresses whose previews the reader has removed
	// Cite returns the message to which an address in the text leads; nil: to none, or to one that
	// the reader does not see. nil: there are no such addresses.
	Cite func(address string) *Cited

	cited []*Cited

	Resolve Resolve // whom handles name; nil for no one
	Emoji   Own     // nil: the workspace has no emoji of its own
	Words   *Words  // nil for English
}

// Reply is the message that another one answers.
type Reply struct {
	Seq  int64
	Name string // of its author
	Text string // an excerpt, see markup.Plain
	Link string

	Before bool // it is from before what the reader may see: nothing else of it is known
}

// Forward is the message that another one forwards.
type Forward struct {
	From string // a sentence: of which room it is, if the reader may know that
	Link string // to it; "": the reader cannot see it
	Name string // of its author
	Time string
	Text string
}

// Reaction is one emoji below a message.
type Reaction struct {
	Emoji string
	Label string // how it is read aloud; "" for its own name, which there is in English alone
	Count int
	By    []string // the names of the first three
	Mine  bool
	Waits bool // that the reader put it there or took it away has not been sent yet
}

// Row returns the article of a message.
func Row(m Message) string {
	var b Builder
	writeRow(&b, &m, false)
	return b.String()
}

// BrokenRow returns the article of a message that Row could not write, without its content.
func BrokenRow(m Message) string {
	var b Builder
	writeRow(&b, &m, true)
	return b.String()
}

func writeRow(b *Builder, m *Message, broken bool) {
	if m.Words == nil {
		m.Words = English
	}
	b.Start(Article).Attr(Class, m.class()).Attr(AriaLabel, m.label())
	if m.Seq > 0 {
		b.Attr(DataSeq, strconv.FormatInt(m.Seq, 10))
	}
	if m.Cid != "" {
		b.Attr(DataCid, m.Cid)
	}
	if m.Head {
		m.avatar(b)
	} else {
		m.side(b)
	}
	b.Start(Div).Attr(Class, "msg__main")
	if m.Head {
		m.meta(b)
	}
	switch {
	case broken:
		b.Element(Div, "msg__body", m.Words.CannotShow)
	case m.Deleted:
		b.Start(Div).Attr(Class, "msg__body").Text(m.gone())
		m.waits(b)
		b.End()
	default:
		m.pin(b)
		origin(m, b)
		m.quote(b)
		m.poll(b)
		m.forward(b)
		m.files(b)
		m.previews(b)
		m.fail(b)
		m.going(b)
		m.reactions(b)
	}
	m.Replies.write(b, m.Link)
	b.End().End()
}

// side is what stands beside a grouped message: its time, or that it is on its way.
func (m *Message) side(b *Builder) {
	if m.State == Pending {
		b.Start(Span).Attr(Class, "msg__side").Attr(Role, "img").Attr(AriaLabel, m.Words.Sending).Icon(IconClock).End()
		return
	}
	b.Start(A).Attr(Class, "msg__side").Href(m.Link)
	b.Start(Time).Attr(DateTime, m.DateTime).Text(m.Time).End().End()
}

// label is what the message is called when somebody goes through the rows without seeing them: whose it is,
// from when, and how far it has come.
func (m *Message) label() string {
	label, state := m.Words.label(m.Name, m.Time), ""
	switch {
	case m.State == Pending:
		state = m.Words.Sending
	case m.State == Failed:
		state = m.Words.StateNotSent
	case m.Deleted:
		state = m.Words.StateDeleted
	case m.Edited:
		state = m.Words.StateEdited
	}
	if state != "" {
		label += ", " + state
	}
	return label
}

func (m *Message) class() string {
	class := "msg"
	for _, c := range []struct {
		on   bool
		name string
	}{
		{m.Head, " msg--head"},
		{m.Own, " msg--own"},
		{m.NamesYou && !m.Deleted, " msg--names-you"},
		{m.Deleted, " msg--deleted"},
		{m.State == Pending, " is-pending"},
		{m.State == Failed, " is-failed"},
		{m.Going > 0, " is-going"},
	} {
		if c.on {
			class += c.name
		}
	}
	return class
}

func (m *Message) avatar(b *Builder) {
	class, text := "avatar", m.Avatar
	if m.Bot {
		class = "avatar avatar--bot"
	}
	if text == "" {
		text = Initials(m.Name)
	}
	b.avatar(class, m.UserID, text, m.Picture)
}

func (m *Message) meta(b *Builder) {
	b.Start(Div).Attr(Class, "msg__meta")
	b.Start(A).Attr(Class, "msg__author").Attr(Translate, "no").Href(m.AuthorLink).
		Attr(Dir, "auto").Attr(DataAction, "author").Attr(DataUser, m.UserID)
	b.Text(m.Name).End()
	if m.Tag != "" {
		b.Element(Span, "tag", m.Tag)
	}
	if m.Mood != "" {
		b.Start(Span).Attr(Class, "mood").Attr(Title, m.MoodText)
		WriteEmoji(b, m.Mood, m.Emoji)
		b.End()
	}
	b.Start(A).Attr(Class, "msg__time").Href(m.Link)
	b.Start(Time).Attr(DateTime, m.DateTime).Text(m.Time).End().End()
	if m.State == Pending {
		b.Start(Span).Attr(Class, "msg__state").Icon(IconClock).Text(m.Words.Sending).End()
	}
	b.End()
}

func (m *Message) pin(b *Builder) {
	if m.Pinned != "" {
		b.Start(Div).Attr(Class, "msg__origin").Icon(IconPin).Element(Span, "", m.Pinned).End()
	}
}

func (m *Message) quote(b *Builder) {
	if m.Reply == nil {
		return
	}
	if m.Reply.Before {
		b.Start(Span).Attr(Class, "quote quote--before")
		b.Element(Span, "u-sr", m.Words.InReplyTo+" ").Element(Span, "", m.Words.Before).End()
		return
	}
	b.Start(A).Attr(Class, "quote").Href(m.Reply.Link).Attr(DataAction, "quote").Attr(DataRef, strconv.FormatInt(m.Reply.Seq, 10))
	b.Element(Span, "u-sr", m.Words.InReplyTo+" ")
	b.Element(Strong, "", m.Reply.Name)
	b.Start(Span).Attr(Dir, "auto").Text(m.Reply.Text).End().End()
}

func (m *Message) forward(b *Builder) {
	f := m.Forward
	if f == nil {
		return
	}
	b.Start(Div).Attr(Class, "msg__forward")
	b.Start(Div).Attr(Class, "msg__origin").Icon(IconForward)
	if f.Link != "" {
		b.Start(A).Href(f.Link).Text(f.From).End()
	} else {
		b.Element(Span, "", f.From)
	}
	b.End()
	b.Start(Div).Attr(Class, "msg__meta").Element(Strong, "", f.Name).Element(Span, "", f.Time).End()
	if f.Text != "" {
		b.Start(Div).Attr(Class, "msg__body").Attr(Dir, "auto")
		w := bodyWriter{b: b, words: m.Words, own: m.Emoji, cite: m.Cite}
		w.doc(markup.Parse(f.Text))
		b.End()
	}
	b.End()
}

func (m *Message) body(b *Builder) {
	if m.Text == "" && (len(m.Files) > 0 || m.Forward != nil) && !m.Edited && m.Waits == Nothing {
		return
	}
	doc := markup.Parse(m.Text)
	class := "msg__body"
	if markup.Jumbo(doc, m.Emoji.has) {
		class = "msg__body msg__body--jumbo"
	}
	b.Start(Div).Attr(Class, class).Attr(Dir, "auto")
	if m.Lang != "" {
		b.Attr(Lang, m.Lang)
	}
	w := bodyWriter{b: b, resolve: m.Resolve, words: m.Words, own: m.Emoji, cite: m.Cite, ticks: m.Own && m.State != Failed}
	if tall(m.Text, doc) {
		b.Start(Div).Attr(Class, "fold").Start(Div).Attr(Class, "fold__text")
		w.doc(doc)
		b.End()
		w.more(m.Words.ShowAll)
		b.End()
	} else {
		w.doc(doc)
	}
	m.cited = w.cited
	if m.Edited && m.Waits != EditWaits {
		b.Text(" ").Start(Button).Attr(Class, "msg__flag msg__edited").Attr(Type, "button").Attr(DataAction, "edits")
		b.Attr(AriaLabel, m.Words.ShowEdits).Text(m.Words.Edited).End()
	}
	m.waits(b)
	b.End()
}

func (m *Message) waits(b *Builder) {
	what := m.Words.ChangeWaits
	switch m.Waits {
	case Nothing:
		return
	case EditWaits:
		what = m.Words.EditWaits
	}
	b.Text(" ").Start(Span).Attr(Class, "msg__wait").Icon(IconClock).Text(what).End()
}

// gone says that the message was deleted, and by whom if that was not its author.
func (m *Message) gone() string {
	if m.By == "" {
		return m.Words.Deleted
	}
	return m.Words.language.Say(text.DeletedBy(m.By))
}

// going is what stands below a message that is about to be deleted. The program counts the seconds
// down (.ring and what is behind it), and says once aloud what happens.
func (m *Message) going(b *Builder) {
	if m.Going == 0 {
		return
	}
	b.Start(Div).Attr(Class, "msg__undo").Element(Span, "ring", "")
	b.Start(Span).Attr(AriaHidden, "true").Text(m.Words.language.Say(text.DeletingIn(m.Going))).End()
	b.Start(Div).Attr(Class, "u-sr").Attr(Role, "status").End()
	b.Start(Button).Attr(Class, "btn").Attr(Type, "button").Attr(DataAction, "undelete").Text(m.Words.Undo).End().End()
}

func (m *Message) fail(b *Builder) {
	if m.State != Failed {
		return
	}
	reason := m.Failure
	if reason == "" {
		reason = m.Words.NotSent
	}
	b.Start(Div).Attr(Class, "msg__fail").Attr(Role, "status").Icon(IconAlert).Element(Span, "", reason)
	b.Start(Button).Attr(Type, "button").Attr(DataAction, "retry").Text(m.Words.Retry).End()
	b.Start(Button).Attr(Type, "button").Attr(DataAction, "discard").Text(m.Words.Discard).End()
	b.End()
}
