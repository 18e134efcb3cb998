package engine_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/wire"
)

// emojiNamed are the names and aliases of which the client knows the emoji.
func emojiNamed(c *client, names ...string) (known []string) {
	return ask(c, room, func(st *state.State, _ *state.Room) []string {
		for _, name := range names {
			if e := st.Emoji.Named(name); e != nil {
				known = append(known, name+"="+e.Name)
			}
		}
		return known
	})
}

// lists has the server answer with pages, one after the other.
func (s *server) lists(pages ...wire.Emojis) (asked func() int) {
	n := 0
	s.set(func() {
		s.before = func(c *conn, h wire.Head) bool {
			if h.Type != wire.ListEmoji.Type {
				return false
			}
			page := pages[min(n, len(pages)-1)]
			n++
			page.Head = wire.Head{Type: wire.TypeOK, ID: h.ID}
			c.say(&page)
			return true
		}
	})
	return func() (count int) {
		s.set(func() { count = n })
		return count
	}
}

func TestEmojiAreReadWhenTheirListHasChangedAndKeptOnTheDevice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		party, ship := wire.Emoji{Name: "party", Aliases: []string{"fete"}}, wire.Emoji{Name: "ship"}
		s := newServer(t)
		s.emoji = 7
		asked := s.lists(
			wire.Emojis{Revision: 7, Emoji: []wire.Emoji{{Name: "old"}}, Next: "old"},
			wire.Emojis{Revision: 8, Emoji: []wire.Emoji{ship}}, // it has changed in between
			wire.Emojis{Revision: 8, Emoji: []wire.Emoji{party}, Next: "party"},
			wire.Emojis{Revision: 8, Emoji: []wire.Emoji{ship}},
			wire.Emojis{Revision: 9, Emoji: []wire.Emoji{ship}},
		)
		disk := engine.NewMemory()
		kept := func(o *engine.Options) { o.Store = disk }
		c := start(t, s, kept)
		after(time.Second)
		same(t, "known", emojiNamed(c, "party", "fete", "ship", "old"), []string{"party=party", "fete=party", "ship=ship"})
		same(t, "pages asked for", asked(), 4)
		s.set(func() { s.emoji = 8 })
		s.restart()
		after(time.Second)
		same(t, "pages asked for when nothing has changed", asked(), 4)
		s.set(func() {
			s.emoji = 9
			for _, conn := range s.conns {
				if conn.live {
					conn.say(&wire.EmojiChanged{Head: wire.Head{Type: wire.TypeEmoji}, Revision: 9})
				}
			}
		})
		after(time.Second)
		same(t, "known when one was removed", emojiNamed(c, "party", "fete", "ship"), []string{"ship=ship"})
		c.Stop()

		c = start(t, s, kept)
		defer c.Stop()
		after(time.Second)
		same(t, "known on the device", emojiNamed(c, "party", "ship"), []string{"ship=ship"})
		same(t, "pages asked for in all", asked(), 5)
	})
}
