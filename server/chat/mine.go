package chat

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// setMine changes what the acting user alone has made of a room, and notifies their other
// devices. Nobody else learns of it.
func (s rooms) setMine(ctx context.Context, who Actor, q *wire.RoomMine) (*wire.RoomInfo, error) {
	return s.roomInfo(ctx, who, q.Room, func(tx store.Tx, _ standing) error {
		if err := tx.Members().Mine(q.Room, who.User, store.Mine{Starred: q.Starred, Muted: q.Muted, Section: q.Section}); err != nil {
			return err
		}
		return tx.Inbox().Put(&store.InboxEntry{User: who.User, Kind: wire.InboxRoom, Room: q.Room})
	})
}

// everybodys are the sections that everybody has.
var everybodys = []string{"starred", "rooms", "people"}

// ownSections is the item of the inbox that says that a person's sections are others now.
const ownSections = "sections"

// listSections returns how the acting user has set up their list of rooms.
func (s rooms) listSections(ctx context.Context, who Actor, _ *wire.SectionList) (*wire.Sections, error) {
	answer := &wire.Sections{Sections: []wire.Section{}}
	err := s.records.view(ctx, who, func(tx store.Tx, p standing) error {
		kept, err := tx.Profiles().Sections(p.me.ID)
		if err != nil || kept == "" {
			return err
		}
		return json.Unmarshal([]byte(kept), &answer.Sections)
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// setSections replaces the sections of the acting user's list of rooms. Rooms of one that is
// left out stand again where they would without.
func (s rooms) setSections(ctx context.Context, who Actor, q *wire.Sections) (*wire.Sections, error) {
	if len(q.Sections) > limits.Sections {
		return nil, invalid(text.SectionsAre(limits.Sections))
	}
	kept := make([]wire.Section, 0, len(q.Sections))
	size := 0
	for _, one := range q.Sections {
		twice := slices.ContainsFunc(kept, func(k wire.Section) bool { return k.ID == one.ID })
		own := id.Valid(one.ID)
		if twice || !own && !slices.Contains(everybodys, one.ID) || own == (one.Name == "") {
			return nil, invalid(text.SectionsAre(limits.Sections))
		}
		if own {
			var err error
			if one.Name, err = checkName(one.Name); err != nil {
				return nil, err
			}
		}
		kept = append(kept, one)
		size += len(one.Name)
	}
	if err := s.quotas.spendText(ctx, who.User, size); err != nil {
		return nil, err
	}
	list, err := json.Marshal(kept)
	if err != nil {
		return nil, err
	}
	err = s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		if err := tx.Profiles().SetSections(p.me.ID, string(list)); err != nil {
			return err
		}
		return tx.Inbox().Put(&store.InboxEntry{User: p.me.ID, Kind: wire.InboxOwn, Item: ownSections})
	})
	if err != nil {
		return nil, err
	}
	return &wire.Sections{Sections: kept}, nil
}
