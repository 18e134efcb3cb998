package handle_test

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/confab/confab/server/handle"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/wire"
)

// person takes a handle for name, and keeps it.
func person(t *testing.T, tx store.Tx, name string) string {
	t.Helper()
	h, err := handle.Free(tx, name)
	if err == nil {
		err = tx.Users().Create(store.User{User: wire.User{ID: id.New(), Handle: h, Name: name, Role: wire.RoleMember}})
	}
	if err != nil {
		t.Errorf("%q: %v", name, err)
	}
	return h
}

// inPlace runs fn in an empty store.
func inPlace(t *testing.T, fn func(tx store.Tx)) {
	t.Helper()
	st, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if err := st.Update(t.Context(), func(tx store.Tx) error { fn(tx); return nil }); err != nil {
		t.Fatal(err)
	}
}

// mentionable says what is wrong with a handle as the name of one person.
func mentionable(t *testing.T, name, h string) {
	t.Helper()
	if named := markup.Mentions("hello @" + h + ", there"); len(named) != 1 || named[0] != h {
		t.Errorf("%q: @%s mentions %q", name, h, named)
	}
	if n := utf8.RuneCountInString(h); n > limits.HandleRunes {
		t.Errorf("%q: %q has %d characters", name, h, n)
	}
}

func TestHandlesFollowTheRuleOfMentions(t *testing.T) {
	inPlace(t, func(tx store.Tx) {
		for _, c := range []struct{ name, want string }{
			{"Mara Lindqvist", "mara.lindqvist"}, {"Mara  LINDQVIST", "mara.lindqvist2"}, {"mara.lindqvist", "mara.lindqvist3"},
			{"Mara-Lindqvist", "mara-lindqvist"}, {"mara_", "mara"}, {"_mara_l", "mara_l"}, {"Mara - Lindqvist", "mara-lindqvist2"},
			{"王小明", "王小明"}, {"José Ñandú", "josé.ñandú"}, {"O’Brien", "obrien"}, {"D'Arcy", "darcy"}, {"नमस्ते", "नमस्ते"},
			{"Dr. Who", "dr.who"}, {"a..b", "a.b"}, {"@[Zed]^2", "zed.2"}, {"...", "someone"}, {"🦀", "someone2"}, {"", "someone3"},
			{"all", "all1"}, {"Here", "here1"}, {"Everyone", "everyone1"}, {"channel", "channel1"}, {"room", "room1"},
			{"Admin", "admin1"}, {"CONFAB", "confab1"}, {"system", "system1"}, {"ａｌｌ", "all2"}, {"ＡＢＣ", "abc"},
			{"<script>alert(1)</script>", "script.alert.1.script"},
			{strings.Repeat("ab ", 26), "ab.ab.ab.ab.ab.ab.ab.ab.ab.ab.ab"}, {strings.Repeat("long", 20), strings.Repeat("long", 8)},
		} {
			h := person(t, tx, c.name)
			if h != c.want {
				t.Errorf("%q: handle %q, want %q", c.name, h, c.want)
			}
			mentionable(t, c.name, h)
		}
	})
}

func TestManyOfOneNameAreToldApart(t *testing.T) {
	inPlace(t, func(tx store.Tx) {
		seen := map[string]bool{}
		for n := range 40 {
			h := person(t, tx, "Sam")
			if seen[h] || !strings.HasPrefix(h, "sam") {
				t.Errorf("the %dth is @%s", n+1, h)
			}
			seen[h] = true
		}
		if !seen["sam"] || !seen["sam"+strconv.Itoa(20)] || seen["sam1"] {
			t.Errorf("not counted first: %v", seen)
		}
	})
}

func FuzzOf(f *testing.F) {
	for _, name := range []string{"Mara Lindqvist", "|QuaD-", "a\u0301b", "\u0301", "ǅ İ ß", "-.-_x_.", "ﷺ", "\xff"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) { mentionable(t, name, handle.Of(name)) })
}
