package storetest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// Body is a text of 150 bytes, as benchmarks send it.
var Body = strings.Repeat("a message of 150 bytes ", 7)[:150]

// Seat makes people and rooms that all of them are in, for benchmarks.
func Seat(b testing.TB, s store.Store, rooms, users int) (roomIDs, userIDs []string) {
	b.Helper()
	if err := s.Update(context.Background(), func(tx store.Tx) error {
		roomIDs, userIDs = nil, nil
		for i := range users {
			u := store.User{User: wire.User{ID: id.New(), Handle: fmt.Sprintf("user%06d", i),
				Name: fmt.Sprintf("%c%c Person %d", 'A'+i%26, 'a'+i/26%26, i), Role: wire.RoleMember}}
			if err := tx.Users().Create(u); err != nil {
				return err
			}
			userIDs = append(userIDs, u.ID)
		}
		for i := range rooms {
			r := store.Room{ID: id.New(), Kind: wire.RoomPublic, Name: fmt.Sprint("room ", i), Epoch: "e"}
			if err := tx.Rooms().Create(r); err != nil {
				return err
			}
			roomIDs = append(roomIDs, r.ID)
			for _, u := range userIDs {
				if err := tx.Members().Put(store.Member{Room: r.ID, User: u}); err != nil {
					return err
				}
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	return roomIDs, userIDs
}

// Send does what sending a message does, its rules apart.
func Send(s store.Store, room, author string, at int64) error {
	e := wire.Event{Room: room, Event: id.New(), Author: author, CID: id.New(), Kind: wire.KindMessage, At: at, Body: Body}
	return s.Update(context.Background(), func(tx store.Tx) error {
		if _, err := tx.Users().ByID(e.Author); err != nil {
			return err
		}
		if _, err := tx.Members().Get(e.Room, e.Author); err != nil {
			return err
		}
		mine := e
		return tx.Events().Append(&mine)
	})
}
