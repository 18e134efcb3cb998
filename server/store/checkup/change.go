package checkup

import (
	"cmp"
	"encoding/json"
	"hash/maphash"
	"slices"

	"github.com/confab/confab/server/store/contents"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/fold"
	"github.com/confab/confab/shared/wire"
)

// state is what is kept of a message that was changed.
type state struct {
	v        int64
	edited   bool // it has another text
	deleted  bool
	replies  int64
	text     string // digest of the other text
	named    []string
	mentions bool   // named is what counts, not the first text's
	detail   string // what else is kept, as JSON
	lasting  string // what of detail stays when it is erased
	marks    []mark // that are in it
	shown    []wire.Reaction
	met      bool // the message is in the log
}

// mark is one that a message bears, and the seq of the event that put it there.
type mark struct {
	name  string
	since int64
}

// reaction is one person's emoji on a message, without regard to its form.
type reaction struct{ emoji, user string }

// sumBytes is what is kept of an erased text's sum.
const sumBytes = 4

var seed = maphash.MakeSeed()

// state: room, seq, v, edited_at, deleted, replies, body, mentions, sum, detail, reactions.
func (l *look) state(r contents.Row) {
	here := l.of(r.Int(0), "states of messages")
	at := position{r.Int(0), r.Int(1)}
	s := &state{v: r.Int(2), edited: r[6] != nil, deleted: r.Bool(4), replies: r.Int(5), detail: r.Text(9)}
	if s.edited {
		s.text = digest(r.Text(6))
	}
	l.states[at] = s
	if text, is := r[7].(string); is {
		s.mentions = true
		if err := json.Unmarshal([]byte(text), &s.named); err != nil {
			l.findings.add(Form, "whom message %d of room %s names cannot be read: %v", at.seq, here, err)
		}
	}
	var all wire.State
	if err := form.UnpackDetail(s.detail, &all); err != nil {
		l.findings.add(Form, "what else is kept of message %d of room %s cannot be read: %v", at.seq, here, err)
	}
	if err := form.UnpackReactions(r.Text(10), &all); err != nil {
		l.findings.add(Form, "the reactions that message %d of room %s shows cannot be read: %v", at.seq, here, err)
	}
	s.shown = all.Reactions
	s.lasting = form.PackDetail(&wire.State{Thread: all.Thread, DeletedBy: all.DeletedBy})
	for _, m := range all.Marks {
		s.marks = append(s.marks, mark{m.Mark, m.Seq})
	}
	if !here.stray && (s.v <= at.seq || s.v > here.top) {
		l.findings.add(Counters, "message %d of room %s was last changed by %d, and the room's top is %d", at.seq, here, s.v, here.top)
	}
	sum := r.Bytes(8)
	switch {
	case s.deleted && s.edited:
		l.findings.add(Erased, "erased message %d of room %s still has text: that of its last edit", at.seq, here)
	case s.deleted && s.mentions:
		l.findings.add(Erased, "erased message %d of room %s still says whom it named", at.seq, here)
	case s.deleted && (s.detail != s.lasting || s.shown != nil):
		l.findings.add(Erased, "erased message %d of room %s still has what was put on it", at.seq, here)
	}
	if s.deleted && len(sum) != sumBytes {
		l.findings.add(Sums, "of the text of erased message %d of room %s there are %d bytes of a sum", at.seq, here, len(sum))
	}
	if !s.deleted && len(sum) != 0 {
		l.findings.add(Sums, "message %d of room %s has the sum of an erased text and is not erased", at.seq, here)
	}
}

// reaction: room, seq, emoji, person, place, since.
func (l *look) reaction(r contents.Row) {
	here := l.of(r.Int(0), "reactions")
	at := position{r.Int(0), r.Int(1)}
	if l.reactions[at] == nil {
		l.reactions[at] = make(map[reaction]bool)
	}
	l.reactions[at][reaction{fold.Emoji(r.Text(2)), r.Text(3)}] = true
	if _, there := l.people.users[r.Text(3)]; !there {
		l.findings.add(Orphans, "a reaction to message %d of room %s is nobody's", at.seq, here)
	}
	s := l.states[at]
	switch {
	case s == nil:
		l.findings.add(Orphans, "a reaction is to message %d of room %s, which has none or is not there", at.seq, here)
	case s.deleted:
		l.findings.add(Erased, "erased message %d of room %s still has a reaction", at.seq, here)
	}
	if !here.stray && (r.Int(5) > here.top || r.Int(4) > r.Int(5)) {
		l.findings.add(Counters, "a reaction to message %d of room %s came with %d in the place of %d, and the room's top is %d",
			at.seq, here, r.Int(5), r.Int(4), here.top)
	}
}

// mention: room, seq, person.
func (l *look) mention(r contents.Row) {
	here := l.of(r.Int(0), "mentions")
	at, who := position{r.Int(0), r.Int(1)}, r.Text(2)
	l.mentions[at] = append(l.mentions[at], who)
	if _, there := l.people.users[who]; !there && who != wire.MentionAll {
		l.findings.add(Orphans, "message %d of room %s names %s, who is not there", at.seq, here, who)
	}
}

// listed are the marks of messages, as they are listed.
type listed map[position][]mark

// add reads a row: room, mark, since, seq.
func (in listed) add(l *look, r contents.Row) {
	l.of(r.Int(0), "marks")
	at := position{r.Int(0), r.Int(3)}
	in[at] = append(in[at], mark{r.Text(1), r.Int(2)})
}

// compare holds the list against what the messages bear.
func (in listed) compare(l *look) {
	for at := range in {
		if s := l.states[at]; s == nil || len(s.marks) == 0 {
			l.findings.add(Copies, "message %d of room %s is listed with a mark and bears none", at.seq, l.rooms[at.room])
		}
	}
	order := func(a, b mark) int { return cmp.Or(cmp.Compare(a.since, b.since), cmp.Compare(a.name, b.name)) }
	for at, s := range l.states {
		if len(s.marks) == 0 {
			continue
		}
		slices.SortFunc(s.marks, order)
		slices.SortFunc(in[at], order)
		if !slices.Equal(s.marks, in[at]) {
			l.findings.add(Copies, "the marks of message %d of room %s are not those that it is listed with", at.seq, l.rooms[at.room])
		}
	}
}

// named compares whom a message names with who is told so.
func (l *look) named(at position, here *room, author string, extra []string) {
	kept := l.mentions[at]
	delete(l.mentions, at)
	names := extra
	if s := l.states[at]; s != nil {
		if s.deleted {
			if len(kept) > 0 {
				l.findings.add(Erased, "erased message %d of room %s still names somebody", at.seq, here)
			}
			return
		}
		if s.mentions {
			names = s.named
		}
	}
	if len(kept) == 0 && len(names) == 0 {
		return
	}
	want := slices.DeleteFunc(slices.Clone(names), func(id string) bool { return id == author })
	slices.Sort(want)
	slices.Sort(kept)
	if !slices.Equal(slices.Compact(want), kept) {
		l.findings.add(State, "whom message %d of room %s names is not who is told of it", at.seq, here)
	}
}
