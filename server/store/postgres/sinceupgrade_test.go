package postgres

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// first is a database of the first schema, with a private and a public room whose
// logs say who came and went.
func first(t *testing.T) (url string) {
	t.Helper()
	url = service.SharedPostgres(t).NewDatabase(t)
	config, err := pgx.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	config.RuntimeParams["confab.partitions"] = "4"
	p, closer, err := provider(config)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if err := closer(); err != nil {
		t.Fatal(err)
	}
	c, err := pgx.ConnectConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := c.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	}()
	if _, err := c.Exec(t.Context(), `
		INSERT INTO users (id, handle, name, role, ghost, gone, password, created) VALUES
			('ada-id', 'ada', 'Ada', 'owner', false, false, '', 1), ('sam-id', 'sam', 'Sam', 'member', false, false, '', 1),
			('jose-id', 'josé', 'José García', 'member', false, false, '', 1);
		INSERT INTO user_words (word, person, ghost) VALUES ('josé', 'jose-id', false), ('josé garcía', 'jose-id', false);
		INSERT INTO rooms (num, id, kind, name, name_key, topic, creator, created, epoch, members, last_seq) VALUES
			(1, 'general-id', 'public', 'general', 'general', '', 'ada-id', 1, 'e', 1, 3),
			(2, 'crew-id', 'private', 'crew', 'crew', '', 'ada-id', 1, 'e', 2, 7);
		INSERT INTO members (room, person, host, read, at, handle, ghost) VALUES
			(1, 'ada-id', true, 0, 1, 'ada', false), (2, 'ada-id', true, 0, 1, 'ada', false), (2, 'sam-id', false, 0, 1, 'sam', false);
		INSERT INTO events (room, seq, id, author, kind, at, extra) VALUES
			(1, 1, '1-1', 'ada-id', 'member', 1, '{"user":"ada-id","action":"joined"}'),
			(1, 2, '1-2', 'sam-id', 'member', 2, '{"user":"sam-id","action":"joined"}'),
			(1, 3, '1-3', 'sam-id', 'member', 3, '{"user":"sam-id","action":"left"}'),
			(2, 1, '2-1', 'ada-id', 'member', 1, '{"user":"ada-id","action":"joined"}'),
			(2, 2, '2-2', 'ada-id', 'member', 2, '{"user":"sam-id","action":"added"}'),
			(2, 3, '2-3', 'sam-id', 'member', 3, '{"user":"sam-id","action":"left"}'),
			(2, 4, '2-4', 'ada-id', 'member', 4, '{"user":"sam-id","action":"added"}'),
			(2, 5, '2-5', 'ada-id', 'member', 5, '{"user":"sam-id","action":"removed"}'),
			(2, 6, '2-6', 'ada-id', 'member', 6, '{"user":"sam-id","action":"added"}');
		INSERT INTO events (room, seq, id, author, kind, at, body) VALUES (2, 7, '2-7', 'ada-id', 'message', 7, 'soup');
		INSERT INTO message_state (room, seq, v) VALUES (2, 7, 11);
		INSERT INTO reactions (room, seq, emoji, person, place, since) VALUES
			(2, 7, '❤' || chr(65039) || '', 'a', 3, 3), (2, 7, '❤', 'b', 4, 4), (2, 7, '👍', 'b', 5, 5), (2, 7, '❤', 'a', 4, 6), (2, 7, '❤' || chr(65039) || '', 'c', 3, 7),
			(2, 7, '❤', 'd', 4, 8), (2, 7, '❤' || chr(65039) || '', 'e', 3, 9), (2, 7, '❤' || chr(65039) || '', 'f', 3, 10), (2, 7, '❤', 'g', 4, 11)`,
		pgx.QueryExecModeSimpleProtocol); err != nil {
		t.Fatal(err)
	}
	return url
}

// People were found by their names with accents alone.
func TestAnUpgradeFindsPeopleWithoutAccents(t *testing.T) {
	s := openAt(t, first(t), Options{})
	if err := s.View(t.Context(), func(tx store.Tx) error {
		for _, query := range []string{"jose", "JOSÉ", "garcia"} {
			people, _, err := tx.Users().List(query, "", false, 9)
			if err != nil {
				return err
			}
			if len(people) != 1 || people[0].ID != "jose-id" {
				t.Errorf("%q finds %v", query, people)
			}
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}

// Who was taken out of a private room before an update is known after it, and
// who is in one sees what they saw.
func TestAnUpgradeKnowsWhoHadLeft(t *testing.T) {
	s := openAt(t, first(t), Options{})
	if err := s.View(t.Context(), func(tx store.Tx) error {
		want := store.Departure{Room: "crew-id", User: "sam-id", By: "ada-id", At: 5} // the last of two, though he came back
		if got, err := tx.Departures().Get("crew-id", "sam-id"); err != nil || got != want {
			t.Errorf("the departure is %+v (%v), want %+v", got, err, want)
		}
		for _, none := range [][2]string{{"crew-id", "ada-id"}, {"general-id", "sam-id"}} {
			if got, err := tx.Departures().Get(none[0], none[1]); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("a departure from nowhere: %+v (%v)", got, err)
			}
		}
		for id, want := range map[string]wire.History{"crew-id": wire.HistoryNone, "general-id": ""} {
			if r, err := tx.Rooms().ByID(id); err != nil || r.History != want {
				t.Errorf("newcomers of %s see %q (%v), want %q", id, r.History, err, want)
			}
		}
		m, err := tx.Members().Get("crew-id", "sam-id")
		if m.Since != 0 {
			t.Errorf("who was in the room sees it from %d on", m.Since)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
}

// What messages show of their reactions was made of all of them each time. An old database
// has one emoji in several forms.
func TestAnUpgradeKnowsWhatMessagesShowOfTheirReactions(t *testing.T) {
	s := openAt(t, first(t), Options{})
	if err := s.View(t.Context(), func(tx store.Tx) error {
		m, err := tx.Events().Get("crew-id", 7)
		if err != nil {
			return err
		}
		want := "[{❤\ufe0f 7 false [a b c d e]} {👍 1 false [b]}]"
		if got := fmt.Sprint(m.State.Reactions); got != want {
			t.Errorf("the message shows %s, want %s", got, want)
		}
		all, err := tx.Reactions().Of("crew-id", 7, "❤\ufe0f", 0, 9)
		if len(all) != 7 || all[6].User != "g" {
			t.Errorf("all of them: %v", all)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
}
