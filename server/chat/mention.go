package chat

import (
	"errors"
	"slices"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/wire"
)

// mentioned are the people whom a text names, not looked up yet.
type mentioned struct {
	handles  []string
	everyone bool
}

// parseMentions finds whom a text names: at most limits.Mentions people, and
// everyone (@all, @here).
func parseMentions(body string) mentioned {
	var m mentioned
	for _, h := range markup.Mentions(body) {
		switch {
		case h == "all" || h == "here":
			m.everyone = true
		case len(m.handles) < limits.Mentions && !slices.Contains(m.handles, h):
			m.handles = append(m.handles, h)
		}
	}
	return m
}

// resolve returns the ids of the named people who are in the room, and
// wire.MentionAll if the text names everyone and its author may do that. A name
// that matches nobody stays plain text.
func (m mentioned) resolve(tx store.Tx, p standing) ([]string, error) {
	var ids []string
	if m.everyone {
		in, err := p.withRoom(tx)
		if err != nil {
			return nil, err
		}
		if in.may(rights.MentionAll) {
			ids = append(ids, wire.MentionAll)
		}
	}
	if len(m.handles) == 0 {
		return ids, nil
	}
	people, err := tx.Users().ByHandles(m.handles)
	if err != nil {
		return nil, err
	}
	for _, h := range m.handles { // in the order of the text
		i := slices.IndexFunc(people, func(u wire.User) bool { return u.Handle == h })
		if i < 0 {
			continue
		}
		switch _, err := tx.Members().Get(p.member.Room, people[i].ID); {
		case err == nil:
			ids = append(ids, people[i].ID)
		case !errors.Is(err, store.ErrNotFound):
			return nil, err
		}
	}
	return ids, nil
}
