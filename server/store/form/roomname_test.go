package form

import "testing"

func TestNamesThatLookAlikeAreOneRoom(t *testing.T) {
	for _, c := range []struct{ story, a, b string }{
		{"case", "General", "general"},
		{"width", "ｇｅｎｅｒａｌ", "general"},
		{"Cyrillic among Latin", "gеnеrаl", "general"},
		{"all Cyrillic", "сор", "cop"},
		{"Greek", "genεral", "general"},
		{"capitals", "GЕNЕRАL", "general"},
	} {
		if RoomKey(c.a) != RoomKey(c.b) {
			t.Errorf("%s: %q is %q, %q is %q", c.story, c.a, RoomKey(c.a), c.b, RoomKey(c.b))
		}
	}
}

func TestNamesInOtherScriptsKeepTheirLetters(t *testing.T) {
	for _, name := range []string{"общий", "γενικά", "一般", "naïve", "çay", "عام", "общий chat"} {
		if got := RoomKey(name); got != Fold(name) {
			t.Errorf("%q became %q", name, got)
		}
	}
}
