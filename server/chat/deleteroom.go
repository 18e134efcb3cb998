package chat

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"

	"github.com/confab/confab/server/jobs"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// roomJob is the name of the kind of jobs that empty rooms that were deleted.
const roomJob = "empty room"

// emptying is the payload of such a job, which does a part and is followed by the next.
type emptying struct {
	Room  string `json:"room"`
	By    string `json:"by"`    // who deleted it
	After int64  `json:"after"` // up to which seq its messages are erased
}

// deleteRoom deletes a room. With this transaction it has no name, is closed, is found by nobody, and the first
// of its members are out of it. What would hold up others who write follows at once, in parts
// (Service.EmptyRooms): the other members, then the messages with their files.
//
// The row of the room stays, and the log without what was said (when, by whom, and what the room was called),
// because logs only ever grow: followers, other nodes and backups go by that. Nobody can enter it.
func (s rooms) deleteRoom(ctx context.Context, who Actor, q *wire.RoomRef) (*wire.OK, error) {
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		r := p.room
		main, err := isMain(tx, r.ID)
		if err == nil && main {
			err = forbidden(text.MainRoomStaysOpen)
		}
		if err == nil && r.Picture != "" {
			err = s.records.removeFiles(tx, []wire.File{{ID: r.Picture}})
		}
		if err != nil {
			return err
		}
		r.Kind, r.Name, r.Topic, r.Picture, r.History = wire.RoomPrivate, "", "", "", wire.HistoryNone
		r.Posting, r.Calling, r.Slow, r.Archived = "", "", 0, s.records.now()
		if err := tx.Rooms().Set(r); err != nil {
			return err
		}
		_, err = s.records.dismiss(tx, r.ID, who.User)
		if err == nil {
			err = s.records.emptyLater(tx, emptying{Room: r.ID, By: who.User})
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return &wire.OK{}, nil
}

// isDeleted reports whether a room was deleted: no other private room is without a name.
func isDeleted(r store.Room) bool { return r.Kind == wire.RoomPrivate && r.Name == "" }

// dismiss takes members out of a room that is deleted, first before all others, and reports whether there may be more.
func (r *records) dismiss(tx store.Tx, room, first string) (more bool, err error) {
	page, next, err := tx.Members().List(room, "", "", true, limits.MemberPage)
	if err != nil {
		return false, err
	}
	people := []string{first}
	for _, m := range page {
		if m.User.ID != first {
			people = append(people, m.User.ID)
		}
	}
	for _, user := range people {
		err := tx.Members().Remove(room, user)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err == nil {
			err = r.forgetRoom(tx, room, user)
		}
		if err == nil {
			err = tx.Inbox().Put(&store.InboxEntry{User: user, Kind: wire.InboxLeft, Room: room})
		}
		if err != nil {
			return false, err
		}
	}
	return next != "", nil
}

// forgetRoom removes what a person has kept, begun or planned in a room.
func (r *records) forgetRoom(tx store.Tx, room, user string) error {
	drafts, err := tx.Drafts().List(user)
	if err != nil {
		return err
	}
	own := map[string]string{} // the items of their inbox that are told, and of which room
	for _, d := range drafts {
		if d.Room != room {
			continue
		}
		own[wire.ItemDraft] = room
		if err := tx.Drafts().Remove(user, room, d.Thread); err != nil {
			return err
		}
	}
	plans, err := tx.Plans().List(user)
	if err != nil {
		return err
	}
	for _, p := range plans {
		if p.Room != room {
			continue
		}
		own[wire.ItemLater] = ""
		if err := dropPlan(r, tx, p); err != nil {
			return err
		}
	}
	for _, done := range []bool{false, true} {
		if err := unsaveRoom(tx, room, user, done, own); err != nil {
			return err
		}
	}
	for item, of := range own {
		if err := tx.Inbox().Put(&store.InboxEntry{User: user, Kind: wire.InboxOwn, Item: item, Room: of}); err != nil {
			return err
		}
	}
	return nil
}

// unsaveRoom removes the messages of a room from what a person has saved.
func unsaveRoom(tx store.Tx, room, user string, done bool, own map[string]string) error {
	for last := (store.SavedMessage{}); ; {
		page, err := tx.SavedMessages().List(user, done, last, limits.PageMax)
		if err != nil || len(page) == 0 {
			return err
		}
		last = page[len(page)-1]
		for _, m := range page {
			if m.Room != room {
				continue
			}
			own[wire.ItemSaved] = ""
			if err := tx.SavedMessages().Remove(user, room, m.Seq); err != nil {
				return err
			}
		}
	}
}

// emptyLater has the next part of a room emptied by a job.
func (r *records) emptyLater(tx store.Tx, e emptying) error {
	payload, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return tx.Jobs().Create(store.Job{Key: roomJob + "/" + e.Room + "/" + r.newID() + "/" + strconv.FormatInt(e.After, 10),
		Kind: roomJob, Payload: string(payload), Due: r.now()})
}

// EmptyRooms returns the kind of jobs that empty rooms that were deleted. A job does a part in the transaction that
// ends it and makes the next job: whatever happens to the server, the next one goes on there.
func (s *Service) EmptyRooms() jobs.Kind {
	return jobs.Kind{Name: roomJob, Write: emptier{s.messages}.empty}
}

// emptier empties rooms that were deleted.
type emptier struct{ messages messages }

// empty does the next part of emptying a room: members first, then messages from the oldest on.
func (s emptier) empty(tx store.Tx, j store.Job) error {
	var e emptying
	if err := json.Unmarshal([]byte(j.Payload), &e); err != nil {
		return err
	}
	more, err := s.messages.records.dismiss(tx, e.Room, e.By)
	if err != nil {
		return err
	}
	if more {
		return s.messages.records.emptyLater(tx, e)
	}
	log, err := tx.Events().After(e.Room, e.After, limits.DeleteReads)
	if err != nil {
		return err
	}
	p, erased := standing{me: store.User{User: wire.User{ID: e.By}}}, 0
	for i := range log {
		if log[i].Kind == wire.KindMessage {
			n, err := s.messages.eraseOne(tx, p, &log[i])
			if err != nil {
				return err
			}
			erased += n
		}
		e.After = log[i].Seq
		if erased == limits.DeleteMost || i == limits.DeleteReads-1 {
			return s.messages.records.emptyLater(tx, e)
		}
	}
	return nil
}
