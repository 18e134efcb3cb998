package storetest

import (
	"fmt"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// hostile are texts that would break a query into which they were pasted.
var hostile = []string{
	`'`, `"`, `''`, `\`, `\'`, `%`, `_`, `%%`, `__`, `*`, `?`, `[a-z]`, `;`, `--`, `/*`, `*/`, "`", `NULL`,
	`' OR '1'='1`, `" OR ""="`, `'; DROP TABLE users; --`, `') UNION SELECT password FROM users --`,
	`a' AND 1=(SELECT count(*) FROM events) --`, `1; ATTACH 'x' AS y`, `{"a":1}`, `["a"]`, `$1`, `?1`, `:name`, `@name`,
	"\x00", "a\x00b", "\n", "\r\n", "\t", "\u202e", "\ufeff", "İ", "ß", "ﬁ", "🤷🏽‍♀️", "漢字", "e\u0301", "\U0010ffff",
	`NEAR(a b)`, `a AND b`, `"unbalanced`, `a*`, `^a`, `a:b`, `-a`,
}

var nameStories = []story{
	{"hostile text is text: in names, bodies, topics and settings", func(w *world) {
		w.people("ada")
		room := w.room("kitchen", "ada")
		for i, s := range hostile {
			r := publicRoom(fmt.Sprint("hostile", i))
			r.Name, r.Topic = s+fmt.Sprint(i), s
			u := person(fmt.Sprint("hostile", i))
			u.Name, u.Email, u.Password = s, s, s
			e := w.message(room, "ada", s)
			e.CID += s
			w.update(func(tx store.Tx) error {
				if err := tx.Rooms().Create(r); err != nil {
					return err
				}
				if err := tx.Users().Create(u); err != nil {
					return err
				}
				if err := tx.Settings().Set(s, s); err != nil {
					return err
				}
				return tx.Events().Append(e)
			})
			w.react(room, "ada", e.Seq, s, true)
			w.view(func(tx store.Tx) error {
				value, err := tx.Settings().Get(s)
				if err != nil {
					return err
				}
				equal(w, "setting", value, s)
				gotRoom, err := tx.Rooms().ByID(r.ID)
				if err != nil {
					return err
				}
				equal(w, "room", gotRoom, r)
				gotUser, err := tx.Users().ByEmail(s)
				if err != nil {
					return err
				}
				equal(w, "person", gotUser, u)
				gotEvent, err := tx.Events().ByCID(room, "ada-id", e.CID)
				equal(w, "message", gotEvent, *e)
				return err
			})
			equal(w, "reaction", w.get(room, e.Seq).State.Reactions, []wire.Reaction{{Emoji: s, Count: 1, Users: []string{"ada-id"}}})
		}
	}},
	{"a hostile query finds only what has it", func(w *world) {
		w.people("ada", "grace")
		w.room("kitchen", "ada", "grace")
		for _, q := range hostile {
			if q == "İ" {
				continue // in lower case it is the i of kitchen
			}
			rooms := browse(w, q, "", 9)
			if q == "é" || q == "e\u0301" {
				rooms = nil // kitchen has an e
			}
			for what, got := range map[string][]string{
				"people":           directory(w, q, "", 9),
				"members":          roster(w, "kitchen-room", q, "", 9),
				"rooms":            rooms,
				"people elsewhere": directory(w, "", "zzz"+q, 9),
			} {
				if len(got) > 0 {
					w.Errorf("query %q finds %s %q", q, what, got)
				}
			}
			w.missing(func(tx store.Tx) error { _, err := tx.Users().ByHandle(q); return err })
			w.missing(func(tx store.Tx) error { _, err := tx.Rooms().ByID(q); return err })
			w.missing(func(tx store.Tx) error { _, err := tx.Rooms().ByPair(q); return err })
			w.missing(func(tx store.Tx) error { _, err := tx.Sessions().ByToken([]byte(q)); return err })
		}
		equal(w, "people, still", directory(w, "", "", 9), []string{"ada", "grace"})
	}},
	{"people are found by the beginning of handle or word, in any case and width", func(w *world) {
		for handle, name := range map[string]string{
			"ada": "Ada Lovelace", "augusta": "Lady Ada King", "mueller": "Jörg Müller-Lüdenscheidt", "yuki": "雪村 ゆき",
			"d_art": "Charles d'Artagnan", "100pct": "100% Real", "ivan": "ИВАН Грозный", "full": "ＷＩＤＥ Name",
		} {
			u := person(handle)
			u.Name = name
			w.update(func(tx store.Tx) error { return tx.Users().Create(u) })
		}
		for _, q := range []struct {
			query string
			want  []string
		}{
			{"ada", []string{"ada", "augusta"}}, {"ADA K", []string{"augusta"}}, {"lovelace", []string{"ada"}},
			{"love lace", nil}, {"ace", nil}, {"MÜL", []string{"mueller"}}, {"lüd", []string{"mueller"}},
			{"mue", []string{"mueller"}}, {"ゆ", []string{"yuki"}}, {"雪", []string{"yuki"}}, {"art", []string{"d_art"}},
			{"d_", []string{"d_art"}}, {"d'a", []string{"d_art"}}, {"100%", []string{"100pct"}}, {"гро", []string{"ivan"}},
			{"иван", []string{"ivan"}}, {"wide", []string{"full"}}, {"ｗide n", []string{"full"}}, {"zz", nil},
		} {
			equal(w, q.query, directory(w, q.query, "", 9), q.want)
		}
		equal(w, "after ada", directory(w, "ada", "ada", 9), []string{"augusta"})
		equal(w, "one", directory(w, "ada", "", 1), []string{"ada"})
	}},
}
