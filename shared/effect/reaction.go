package effect

import (
	"slices"

	"github.com/confab/confab/shared/fold"
	"github.com/confab/confab/shared/wire"
)

// reaction adds an emoji to a message, or removes it.
type reaction struct{ Plain }

func (reaction) Name() wire.Kind { return wire.KindReaction }
func (reaction) Row() bool       { return false }

func (r reaction) Change(m, e *wire.Event) bool { return r.ChangeIn(Stored, m, e) }

// ChangeIn implements Viewed: who reads a message is told whether they reacted, and not
// of everybody else by name.
func (reaction) ChangeIn(v View, m, e *wire.Event) bool {
	m.State.Reactions = v.react(m.State.Reactions, e)
	return true
}

func (reaction) Sample(r Random) wire.Event {
	return wire.Event{Emoji: sample(r, "👍", "🎉", "❤️", "❤"), On: r.IntN(3) > 0}
}

// react returns the reactions after e; it does not change list. They are in the order of
// first use, and an emoji keeps its place, and the form in which it was first used, as
// long as somebody uses it.
func (v View) react(list []wire.Reaction, e *wire.Event) []wire.Reaction {
	next := make([]wire.Reaction, 0, len(list)+1)
	found := false
	for _, r := range list {
		if SameEmoji(r.Emoji, e.Emoji) {
			found = true
			r = v.count(r, e)
		}
		if r.Count > 0 {
			next = append(next, r)
		}
	}
	if e.On && !found {
		next = append(next, v.count(wire.Reaction{Emoji: e.Emoji}, e))
	}
	if len(next) == 0 {
		return nil
	}
	return next
}

// count returns one emoji after e. The log has a reaction only if it was not there before
// (chat checks that), and an end of one only if it was: so the number is right although
// not everybody is known by name. What is known not to change anything is left out.
func (v View) count(r wire.Reaction, e *wire.Event) wire.Reaction {
	at := slices.Index(r.Users, e.Author)
	reader := v.Reader != "" && e.Author == v.Reader
	named := at >= 0 || reader && r.Me
	switch everybody := r.Count == len(r.Users); {
	case e.On && named, !e.On && !named && (reader || everybody):
		return r
	case !e.On && at >= 0:
		r.Users = slices.Delete(slices.Clone(r.Users), at, at+1)
	case e.On && len(r.Users) < v.Names:
		r.Users = append(slices.Clone(r.Users), e.Author)
	}
	if e.On {
		r.Count++
	} else {
		r.Count--
	}
	if reader {
		r.Me = e.On
	}
	return r
}

// SameEmoji reports whether two reactions are the same to those who see them: keyboards
// and lists of emoji write some of them in several forms.
func SameEmoji(a, b string) bool { return a == b || fold.Emoji(a) == fold.Emoji(b) }
