package effect_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/effect/effecttest"
	"github.com/confab/confab/shared/wire"
)

// message is a message that says s, with a state unless that is zero.
func message(s string, state wire.State) wire.Event {
	m := wire.Event{Seq: 1, Kind: wire.KindMessage, Author: "ada-id", Body: s, Mentions: []string{"grace-id"}}
	if !reflect.DeepEqual(state, wire.State{}) {
		m.State = &state
	}
	return m
}

// poll is a message that asks, with a state unless that is nil.
func poll(state *wire.State) wire.Event {
	m := message("When?", wire.State{})
	m.Detail, m.State = wire.DetailOf(&wire.Poll{Choices: []string{"a", "b", "c"}}), state
	return m
}

// changes say what each kind of event does to a message: that they are right is
// shown here and nowhere else.
var changes = []struct {
	what   string
	kind   wire.Kind
	before wire.Event
	event  wire.Event
	after  wire.Event
}{
	{"an answer is counted", wire.KindMessage,
		message("soup?", wire.State{}), wire.Event{ReplyTo: 1}, message("soup?", wire.State{V: 9, Replies: 1})},
	{"an answer to what was erased too", wire.KindMessage,
		message("", wire.State{V: 5, Deleted: true}), wire.Event{ReplyTo: 1}, message("", wire.State{V: 9, Deleted: true, Replies: 1})},
	{"a first reply in the thread", wire.KindMessage,
		message("soup?", wire.State{Replies: 2}), wire.Event{Thread: 1, Author: "ada-id", At: 5},
		message("soup?", wire.State{V: 9, Replies: 2, Thread: &wire.Thread{Replies: 1,
			Last: []wire.Reply{{User: "ada-id", Seq: 9, At: 5}}}})},
	{"another one by who replied last", wire.KindMessage,
		message("soup?", wire.State{Thread: &wire.Thread{Replies: 2,
			Last: []wire.Reply{{User: "ada-id", Seq: 3}, {User: "sam-id", Seq: 4}}}}),
		wire.Event{Thread: 1, Author: "ada-id", At: 5, InRoom: true},
		message("soup?", wire.State{V: 9, Thread: &wire.Thread{Replies: 3, Last: []wire.Reply{{User: "sam-id", Seq: 4},
			{User: "ada-id", Seq: 9, At: 5}}}})},
	{"of those who replied the last ones are told", wire.KindMessage,
		message("soup?", wire.State{Thread: &wire.Thread{Replies: 7, Last: []wire.Reply{{User: "a"}, {User: "b"}, {User: "c"}}}}),
		wire.Event{Thread: 1, Author: "d", ReplyTo: 8},
		message("soup?", wire.State{V: 9, Thread: &wire.Thread{Replies: 8, Last: []wire.Reply{{User: "b"}, {User: "c"},
			{User: "d", Seq: 9}}}})},
	{"one of the thread is erased", wire.KindDelete,
		message("soup?", wire.State{Thread: &wire.Thread{Replies: 7, Last: []wire.Reply{{User: "a", Seq: 3}, {User: "b", Seq: 4}}}}),
		wire.Event{Thread: 1, Target: 3},
		message("soup?", wire.State{V: 9, Thread: &wire.Thread{Replies: 6, Last: []wire.Reply{{User: "b", Seq: 4}}}})},
	{"the last one of it", wire.KindDelete,
		message("soup?", wire.State{Thread: &wire.Thread{Replies: 1, Last: []wire.Reply{{User: "a", Seq: 3}}}}),
		wire.Event{Thread: 1, Target: 3}, message("soup?", wire.State{V: 9})},
	{"one under what was erased", wire.KindDelete,
		message("", wire.State{Deleted: true, Thread: &wire.Thread{Replies: 2}}),
		wire.Event{Thread: 1, Target: 3}, message("", wire.State{V: 9, Deleted: true, Thread: &wire.Thread{Replies: 1}})},
	{"erasing leaves the thread", wire.KindDelete,
		message("secret", wire.State{Thread: &wire.Thread{Replies: 2}}),
		wire.Event{Target: 1}, wire.Event{Seq: 1, Kind: wire.KindMessage, Author: "ada-id",
			State: &wire.State{V: 9, Deleted: true, Thread: &wire.Thread{Replies: 2}}}},
	{"an edit gives another text and names others", wire.KindEdit,
		message("soup", wire.State{V: 4, Replies: 2}), wire.Event{Target: 1, Body: "salad", At: 7, Mentions: []string{"linus-id"}},
		wire.Event{Seq: 1, Kind: wire.KindMessage, Author: "ada-id", Body: "salad", Mentions: []string{"linus-id"},
			State: &wire.State{V: 9, EditedAt: 7, Replies: 2}}},
	{"an edit does nothing to what was erased", wire.KindEdit,
		message("", wire.State{V: 5, Deleted: true}), wire.Event{Target: 1, Body: "salad", At: 7}, message("",
			wire.State{V: 5, Deleted: true})},
	{"erasing leaves who and how often it was answered", wire.KindDelete,
		message("secret", wire.State{V: 4, EditedAt: 3, Replies: 2,
			Reactions: []wire.Reaction{{Emoji: "👍", Count: 1, Users: []string{"ada-id"}}},
			Marks:     []wire.Mark{{Mark: "m"}}, Previews: []wire.Preview{{Address: "a"}}}),
		wire.Event{Target: 1}, wire.Event{Seq: 1, Kind: wire.KindMessage, Author: "ada-id",
			State: &wire.State{V: 9, Deleted: true, Replies: 2}}},
	{"erasing by somebody else says who", wire.KindDelete, message("secret", wire.State{}),
		wire.Event{Target: 1, Author: "grace-id", Action: wire.ActionRemoved},
		wire.Event{Seq: 1, Kind: wire.KindMessage, Author: "ada-id", State: &wire.State{V: 9, Deleted: true, DeletedBy: "grace-id"}}},
	{"a first reaction", wire.KindReaction,
		message("soup", wire.State{}), wire.Event{Target: 1, Author: "ada-id", Emoji: "👍", On: true},
		message("soup", wire.State{V: 9, Reactions: []wire.Reaction{{Emoji: "👍", Count: 1, Users: []string{"ada-id"}}}})},
	{"a reaction by one more keeps its place", wire.KindReaction,
		message("soup", wire.State{V: 3, Reactions: []wire.Reaction{{Emoji: "👍", Count: 1, Users: []string{"ada-id"}},
			{Emoji: "🎉", Count: 1, Users: []string{"ada-id"}}}}),
		wire.Event{Target: 1, Author: "grace-id", Emoji: "👍", On: true},
		message("soup", wire.State{V: 9, Reactions: []wire.Reaction{{Emoji: "👍", Count: 2, Users: []string{"ada-id", "grace-id"}},
			{Emoji: "🎉", Count: 1, Users: []string{"ada-id"}}}})},
	{"the last one taken away", wire.KindReaction,
		message("soup", wire.State{V: 3, Reactions: []wire.Reaction{{Emoji: "👍", Count: 1, Users: []string{"ada-id"}}}}),
		wire.Event{Target: 1, Author: "ada-id", Emoji: "👍"}, message("soup", wire.State{V: 9})},
	{"of many only the first are named", wire.KindReaction,
		message("soup", wire.State{V: 3, Reactions: []wire.Reaction{{Emoji: "👍", Count: 5, Users: []string{"a", "b", "c", "d", "e"}}}}),
		wire.Event{Target: 1, Author: "grace-id", Emoji: "👍", On: true},
		message("soup", wire.State{V: 9, Reactions: []wire.Reaction{{Emoji: "👍", Count: 6, Users: []string{"a", "b", "c", "d", "e"}}}})},
	{"one who is not named is counted too", wire.KindReaction,
		message("soup", wire.State{V: 3, Reactions: []wire.Reaction{{Emoji: "👍", Count: 2, Users: []string{"a"}}}}),
		wire.Event{Target: 1, Author: "grace-id", Emoji: "👍"},
		message("soup", wire.State{V: 9, Reactions: []wire.Reaction{{Emoji: "👍", Count: 1, Users: []string{"a"}}}})},
	{"after one who is named there is room for another name", wire.KindReaction,
		message("soup", wire.State{V: 3, Reactions: []wire.Reaction{{Emoji: "👍", Count: 9, Users: []string{"a", "b"}}}}),
		wire.Event{Target: 1, Author: "grace-id", Emoji: "👍", On: true},
		message("soup", wire.State{V: 9, Reactions: []wire.Reaction{{Emoji: "👍", Count: 10, Users: []string{"a", "b", "grace-id"}}}})},
	{"what was not there is not taken away", wire.KindReaction,
		message("soup", wire.State{V: 3, Reactions: []wire.Reaction{{Emoji: "👍", Count: 1, Users: []string{"a"}}}}),
		wire.Event{Target: 1, Author: "grace-id", Emoji: "👍"},
		message("soup", wire.State{V: 9, Reactions: []wire.Reaction{{Emoji: "👍", Count: 1, Users: []string{"a"}}}})},
	{"a first vote", wire.KindVote,
		poll(nil), wire.Event{Target: 1, Author: "ada-id", Detail: `{"of":3,"now":2}`},
		poll(&wire.State{V: 9, Poll: &wire.Tally{Choices: []wire.Chosen{{}, {Count: 1, Users: []string{"ada-id"}}, {}}, Voters: 1}})},
	{"another choice", wire.KindVote,
		poll(&wire.State{V: 3,
			Poll: &wire.Tally{Choices: []wire.Chosen{{}, {Count: 700, Users: []string{"ada-id", "a"}}, {}}, Voters: 700}}),
		wire.Event{Target: 1, Author: "ada-id", Detail: `{"of":3,"was":2,"now":5}`},
		poll(&wire.State{V: 9, Poll: &wire.Tally{Choices: []wire.Chosen{{Count: 1, Users: []string{"ada-id"}},
			{Count: 699, Users: []string{"a"}}, {Count: 1, Users: []string{"ada-id"}}}, Voters: 700}})},
	{"a vote taken back", wire.KindVote,
		poll(&wire.State{V: 3, Poll: &wire.Tally{Choices: []wire.Chosen{{Count: 1, Users: []string{"ada-id"}}, {}, {}}, Voters: 1}}),
		wire.Event{Target: 1, Author: "ada-id", Detail: `{"of":3,"was":1}`},
		poll(&wire.State{V: 9, Poll: &wire.Tally{Choices: make([]wire.Chosen, 3)}})},
	{"the end of a poll", wire.KindVote,
		poll(nil), wire.Event{Target: 1, Author: "ada-id", At: 7, Detail: `{"of":3,"closed":true}`},
		poll(&wire.State{V: 9, Poll: &wire.Tally{Choices: make([]wire.Chosen, 3), Closed: 7}})},
	{"a vote that cannot be counted", wire.KindVote,
		message("soup", wire.State{}), wire.Event{Target: 1, Author: "ada-id", Detail: `{"now":2}`}, message("soup", wire.State{})},
	{"a pin is put", wire.KindPin,
		message("soup", wire.State{}), wire.Event{Target: 1, Author: "ada-id", At: 7, On: true},
		message("soup", wire.State{V: 9, Marks: []wire.Mark{{Mark: "pin", By: "ada-id", At: 7, Seq: 9}}})},
	{"a pin is taken away, and other marks stay", wire.KindPin,
		message("soup", wire.State{V: 4, Marks: []wire.Mark{{Mark: "pin", By: "ada-id"}, {Mark: "other"}}}),
		wire.Event{Target: 1, Author: "grace-id"},
		message("soup", wire.State{V: 9, Marks: []wire.Mark{{Mark: "other"}}})},
	{"what was erased is not pinned", wire.KindPin,
		message("", wire.State{V: 5, Deleted: true}), wire.Event{Target: 1, On: true}, message("", wire.State{V: 5, Deleted: true})},
	{"what links lead to is shown", wire.KindPreview,
		message("soup", wire.State{}),
		wire.Event{Target: 1, Detail: wire.DetailOf(&wire.Previews{Previews: []wire.Preview{{Address: "a"}}})},
		message("soup", wire.State{V: 9, Previews: []wire.Preview{{Address: "a"}}})},
	{"and no longer", wire.KindPreview,
		message("soup", wire.State{V: 4, Replies: 1, Previews: []wire.Preview{{Address: "a"}, {Address: "b"}}}),
		wire.Event{Target: 1, Detail: wire.DetailOf(&wire.Previews{Previews: []wire.Preview{}})},
		message("soup", wire.State{V: 9, Replies: 1})},
	{"what links of something erased led to is not shown", wire.KindPreview,
		message("", wire.State{V: 5, Deleted: true}), wire.Event{Target: 1, Detail: `{"previews":[{"address":"a"}]}`},
		message("", wire.State{V: 5, Deleted: true})},
	{"previews that this version cannot read change nothing", wire.KindPreview,
		message("soup", wire.State{V: 4}), wire.Event{Target: 1, Detail: `{"previews":1}`}, message("soup", wire.State{V: 4})},
	{"somebody who comes changes no message", wire.KindMember, message("soup", wire.State{}), wire.Event{}, message("soup", wire.State{})},
	{"nor does the room's name", wire.KindRoom, message("soup", wire.State{}), wire.Event{}, message("soup", wire.State{})},
	{"a mark is put", effecttest.Star,
		message("soup", wire.State{}), wire.Event{Target: 1, Author: "ada-id", At: 7, On: true},
		message("soup", wire.State{V: 9, Marks: []wire.Mark{{Mark: "test.star", By: "ada-id", At: 7, Seq: 9}}})},
	{"a mark that is there stays as it was put", effecttest.Star,
		message("soup", wire.State{V: 4, Marks: []wire.Mark{{Mark: "test.star", By: "ada-id", At: 3, Seq: 4}}}), wire.Event{Target: 1,
			Author: "grace-id", At: 7, On: true},
		message("soup", wire.State{V: 9, Marks: []wire.Mark{{Mark: "test.star", By: "ada-id", At: 3, Seq: 4}}})},
	{"a mark is taken away", effecttest.Star,
		message("soup", wire.State{V: 4, Marks: []wire.Mark{{Mark: "other"}, {Mark: "test.star", By: "ada-id"}}}), wire.Event{Target: 1},
		message("soup", wire.State{V: 9, Marks: []wire.Mark{{Mark: "other"}}})},
}

func TestWhatEventsDoToAMessage(t *testing.T) {
	seen := map[wire.Kind]bool{}
	for _, c := range changes {
		seen[c.kind] = true
		m, e := c.before, c.event
		e.Kind, e.Seq = c.kind, 9
		changed := effect.Apply(&m, &e)
		if !reflect.DeepEqual(normal(m), normal(c.after)) {
			t.Errorf("%s:\n got %s\nwant %s", c.what, text(m), text(c.after))
		}
		if changed == reflect.DeepEqual(c.before, c.after) {
			t.Errorf("%s: Apply says %v", c.what, changed)
		}
	}
	for _, k := range effect.Kinds() {
		if !seen[k.Name()] {
			t.Errorf("nothing is said here of what %s does", k.Name())
		}
	}
	if other := message("soup", wire.State{}); effect.Apply(&other, &wire.Event{Kind: "poll", Seq: 9}) || other.State != nil {
		t.Error("an event of a kind that is not known changed a message")
	}
	if other := (wire.Event{Kind: wire.KindRoom, Seq: 1}); effect.Apply(&other, &wire.Event{Kind: wire.KindEdit, Seq: 9, Target: 1}) ||
		other.State != nil {
		t.Error("what is no message was changed")
	}
}

// A reader knows of their own reaction, also if the message does not name them.
func TestAReaderIsToldOfTheirOwnReactions(t *testing.T) {
	m := message("soup", wire.State{V: 3, Reactions: []wire.Reaction{{Emoji: "👍", Count: 700, Users: []string{"a", "b", "c", "d", "e"}}}})
	v := effect.For("ada-id")
	for i, step := range []struct {
		author string
		on     bool
		want   string
	}{
		{"ada-id", true, "{👍 701 true [a b c d e]}"},
		{"ada-id", true, "{👍 701 true [a b c d e]}"}, // it was shown before it was in the log
		{"grace-id", true, "{👍 702 true [a b c d e]}"},
		{"a", false, "{👍 701 true [b c d e]}"},
		{"ada-id", false, "{👍 700 false [b c d e]}"},
		{"ada-id", false, "{👍 700 false [b c d e]}"},
		{"ada-id", true, "{👍 701 true [b c d e ada-id]}"},
		{"ada-id", false, "{👍 700 false [b c d e]}"},
	} {
		v.Apply(&m, &wire.Event{Kind: wire.KindReaction, Seq: int64(9 + i), Target: 1, Author: step.author, Emoji: "👍", On: step.on})
		if got := fmt.Sprint(m.State.Reactions[0]); got != step.want {
			t.Errorf("step %d: %s, want %s", i, got, step.want)
		}
	}
}

// normal is e with an empty list for an absent one.
func normal(e wire.Event) wire.Event {
	if len(e.Mentions) == 0 {
		e.Mentions = nil
	}
	if s := e.State; s != nil && len(s.Reactions) == 0 {
		other := *s
		other.Reactions = nil
		e.State = &other
	}
	return e
}

func text(e wire.Event) string {
	b, err := wire.Append(nil, &e)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// What a message points to is shared by those who hold it as it was before.
func TestWhatWasBeforeIsLeftAlone(t *testing.T) {
	for seed := range uint64(20) {
		c := &effecttest.Course{Room: "kitchen", Random: rand.New(rand.NewPCG(1, seed))}
		now := map[int64]wire.Event{}
		for range 200 {
			e := c.Next()
			if m, ok := now[effect.Target(&e)]; ok && m.Kind == wire.KindMessage {
				before, next := text(m), m
				effect.Apply(&next, &e)
				if text(m) != before {
					t.Fatalf("%s changed what was before:\n got %s\nwant %s", e.Kind, text(m), before)
				}
				now[m.Seq] = next
			}
			if effect.Visible(&e) {
				now[e.Seq] = e
			}
		}
	}
}

func TestQuotesFollowWhatTheyQuote(t *testing.T) {
	q := wire.Quote{Author: "ada-id", Text: "soup"}
	for _, e := range []wire.Event{
		{Kind: wire.KindReaction, Emoji: "👍", On: true}, {Kind: wire.KindMessage, Body: "yes"}, {Kind: effecttest.Star,
			On: true}, {Kind: "poll"},
	} {
		if effect.Requote(&q, &e) || q.Text != "soup" {
			t.Errorf("%s changed a quote: %+v", e.Kind, q)
		}
	}
	if !effect.Requote(&q, &wire.Event{Kind: wire.KindEdit, Body: "**bread**\nand " + strings.Repeat("butter ", 40)}) ||
		!strings.HasPrefix(q.Text, "bread and butter") || len(q.Text) > 150 {
		t.Errorf("after an edit: %+v", q)
	}
	if !effect.Requote(&q, &wire.Event{Kind: wire.KindDelete}) || q != (wire.Quote{Author: "ada-id", Deleted: true}) {
		t.Errorf("after erasing: %+v", q)
	}
	if effect.Requote(&q, &wire.Event{Kind: wire.KindEdit, Body: "back"}) || q.Text != "" {
		t.Errorf("an edit of what was erased: %+v", q)
	}
}

func TestWhomAnEventSpeaksOf(t *testing.T) {
	e := wire.Event{
		Author: "author", User: "user", Mentions: []string{"named", wire.MentionAll}, Kind: effecttest.Star,
		Quote: &wire.Quote{Author: "quoted"}, Detail: wire.DetailOf(&effecttest.Reason{For: "inside"}),
		State: &wire.State{Reactions: []wire.Reaction{{Users: []string{"reacted", "too"}}}, Marks: []wire.Mark{{By: "marked"}},
			DeletedBy: "deleted"},
	}
	var got []string
	effect.SpeaksOf(&e, func(id string) { got = append(got, id) })
	if want := []string{"author", "user", "named", "quoted", "reacted", "too", "marked", "deleted", "inside"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if all := effect.People([]wire.Event{{Author: "named", User: "other"}, e, {Author: "named"}}); len(all) != 10 || all[0] != "named" ||
		all[1] != "other" {
		t.Errorf("all of them: %q", all)
	}
	effect.SpeaksOf(&wire.Event{}, func(id string) { t.Errorf("nobody's event speaks of %q", id) })
}

func TestWhatIsErasedIsForgottenInTheLog(t *testing.T) {
	erase := &wire.Event{Kind: wire.KindDelete, Target: 3}
	for _, c := range []struct {
		old  wire.Event
		kept bool
	}{
		{wire.Event{Seq: 3, Kind: wire.KindMessage}, false},
		{wire.Event{Seq: 5, Kind: wire.KindEdit, Target: 3}, false},
		{wire.Event{Seq: 6, Kind: wire.KindEdit, Target: 2}, true},
		{wire.Event{Seq: 2, Kind: wire.KindMessage}, true},
	} {
		old := c.old
		old.Body, old.Mentions, old.Detail = "secret", []string{"ada-id"}, "{}"
		effect.Forget(&old, erase)
		if c.kept != (old.Body == "secret") || c.kept != (len(old.Mentions) == 1) || c.kept != (old.Detail == "{}") {
			t.Errorf("%+v: kept %v", old, !c.kept)
		}
	}
}

// A kind that clients are told of and that is not in the table would do nothing.
func TestEveryKindOfEventIsInTheTable(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../wire/event.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && len(v.Values) == 1 {
			if typ, ok := v.Type.(*ast.Ident); ok && typ.Name == "Kind" {
				names[strings.Trim(v.Values[0].(*ast.BasicLit).Value, `"`)] = true
			}
		}
		return true
	})
	if len(names) < 7 {
		t.Fatalf("there are no kinds in wire: %v", names)
	}
	delete(names, string(wire.KindHidden)) // is never logged
	for _, k := range effect.Kinds() {
		if k.Name() != effecttest.Star && !names[string(k.Name())] {
			t.Errorf("%s is not in shared/wire", k.Name())
		}
		delete(names, string(k.Name()))
	}
	for name := range names {
		t.Errorf("%s has no effect: add it to kinds", name)
	}
}

// What a sample says comes back from JSON, its detail into the kind's struct.
func TestSamplesAreEventsOfTheirKind(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, k := range effect.Kinds() {
		detailed := 0
		for range 20 {
			e := k.Sample(r)
			if e.Room != "" || e.Seq != 0 || e.Author != "" || e.Target != 0 || e.Kind != "" && e.Kind != k.Name() {
				t.Errorf("%s: a sample says where and by whom: %+v", k.Name(), e)
			}
			if e.Detail == "" {
				continue
			}
			detailed++
			if k.Detail() == nil {
				t.Fatalf("%s has the detail %q", k.Name(), e.Detail)
			}
			d := json.NewDecoder(strings.NewReader(string(e.Detail)))
			d.DisallowUnknownFields()
			into := k.Detail()
			if err := d.Decode(into); err != nil {
				t.Errorf("%s: %s: %v", k.Name(), e.Detail, err)
			}
			if again := wire.DetailOf(into); again != e.Detail {
				t.Errorf("%s: %s became %s", k.Name(), e.Detail, again)
			}
		}
		if (detailed == 0) != (k.Detail() == nil) {
			t.Errorf("%s has a detail in %d samples", k.Name(), detailed)
		}
	}
}
