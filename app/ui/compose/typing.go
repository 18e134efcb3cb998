package compose

import (
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// typing says who is writing. Its line is reserved, so that nothing moves, and
// it is not read out.
type typing struct {
	app.Compo
	H   *host.Host
	In  string // the room, or state.ThreadID
	Rev int
}

// typists is the line of a room, or of a thread in it.
func typists(h *host.Host, to Target) app.UI {
	return &typing{H: h, In: state.ThreadID(to.Room, to.Thread), Rev: h.Rev(host.Typing(to.Room), host.People)}
}

// Render draws the line.
func (t *typing) Render() app.UI {
	var names []string
	t.H.State.See(func(s *state.State) {
		if r := s.At(t.In); r != nil {
			for _, writer := range r.Typing {
				names = append(names, s.User(writer.User).Name)
			}
		}
	})
	if len(names) == 0 {
		return kit.El("p.typing|aria-live=off")
	}
	return kit.El("p.typing|aria-live=off",
		kit.El("span.typing__dots|aria-hidden=true", kit.El("i"), kit.El("i"), kit.El("i")),
		kit.El("span.u-clip", kit.Sentence(typingText(names), "b")))
}

// typingText says who is writing, by name as long as they are few.
func typingText(names []string) text.Text {
	switch len(names) {
	case 1:
		return text.TypingOne(names[0])
	case 2:
		return text.TypingTwo(names[0], names[1])
	case 3:
		return text.TypingThree(names[0], names[1], names[2])
	}
	return text.TypingMany(names[0], names[1], len(names)-2)
}
