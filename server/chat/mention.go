package chat

import (
	"errors"
	"slices"

	"golang.org/x/text/unicode/norm"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/fold"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/wire"
)

// mentioned are the people whom a text names, not looked up yet.
type mentioned struct {
	people   []named
	everyone bool
}

// named is one mention: the handles that it may mean, of which the first that is somebody's counts.
type named []string

// soughtMost bounds how many handles are looked up for one message: in scripts
// without blanks a mention may mean several, see markup.Handles.
const soughtMost = 4 * limits.Mentions

// parseMentions finds whom a text names: at most limits.Mentions people, and
// everyone (@all, @here). Handles are stored in the normal form NFC.
func parseMentions(body string) mentioned {
	var m mentioned
	sought := 0
	for _, ref := range markup.Mentions(body) {
		handles := markup.Handles(norm.NFC.String(ref))
		if slices.ContainsFunc(handles, namesAll) {
			m.everyone = true
			continue
		}
		if sought += len(handles); sought <= soughtMost {
			m.people = append(m.people, handles)
		}
	}
	return m
}

func namesAll(handle string) bool { return handle == wire.MentionAll || handle == "here" }

// handles are those of all mentions.
func (m mentioned) handles() []string {
	if len(m.people) == 1 {
		return m.people[0]
	}
	var all []string
	for _, n := range m.people {
		all = append(all, n...)
	}
	return all
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
	if len(m.people) == 0 {
		return ids, nil
	}
	people, err := tx.Users().ByHandles(m.handles())
	if err != nil {
		return nil, err
	}
	looks := alikeMost
	for _, n := range m.people { // in the order of the text
		id, err := n.member(tx, p.member.Room, people)
		if err == nil && id == "" {
			sought := n[:min(len(n), looks)]
			looks -= len(sought)
			id, err = sought.alike(tx, p.member.Room)
		}
		if err != nil {
			return nil, err
		}
		if id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// member returns the id of whoever of people is named and in the room, "" if
// nobody is.
func (n named) member(tx store.Tx, room string, people []wire.User) (string, error) {
	for _, handle := range n {
		i := slices.IndexFunc(people, func(u wire.User) bool { return u.Handle == handle })
		if i < 0 {
			continue
		}
		switch _, err := tx.Members().Get(room, people[i].ID); {
		case err == nil:
			return people[i].ID, nil
		case !errors.Is(err, store.ErrNotFound):
			return "", err
		}
	}
	return "", nil
}

// alikeMost bounds for how many handles of one message it is asked who has them
// written otherwise, and alikeAmong among how many members.
const alikeMost, alikeAmong = 8, 100

// alike returns the id of the member whose handle is what is typed but for case, accents
// and width, "" if nobody is: @jose names josé where there is no jose.
func (n named) alike(tx store.Tx, room string) (string, error) {
	for _, handle := range n {
		members, _, err := tx.Members().List(room, handle, "", true, alikeAmong)
		if err != nil {
			return "", err
		}
		for _, m := range members {
			if folded(m.User.Handle) == folded(handle) {
				return m.User.ID, nil
			}
		}
	}
	return "", nil
}

// folded is what is compared of a handle.
func folded(handle string) string { return fold.Key(norm.NFKD.String(handle)) }
