package state

import "github.com/confab/confab/shared/wire"

// Emoji are the workspace's own emoji, as far as this device knows. The zero value is
// none.
type Emoji struct {
	Revision int64 // of the list on the server
	List     []wire.Emoji

	named map[string]*wire.Emoji // by names and aliases
}

// Named returns the emoji with a name or alias; nil: there is none.
func (e *Emoji) Named(name string) *wire.Emoji { return e.named[name] }

// applyEmoji replaces the list by another one.
func applyEmoji(s *State, list *wire.Emojis) {
	s.Emoji = Emoji{list.Revision, list.Emoji, map[string]*wire.Emoji{}}
	for i := range list.Emoji {
		e := &list.Emoji[i]
		s.Emoji.named[e.Name] = e
		for _, alias := range e.Aliases {
			s.Emoji.named[alias] = e
		}
	}
	s.changes.Emoji = true
	s.Rev++
}
