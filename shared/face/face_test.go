package face

import "testing"

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"Mara Lindqvist": "ML", "nora": "N", "陈雨晴": "雨晴", "王明": "王明", "ليلى حداد": "لح", "": "?", " ": "?",
		"🦀": "🦀", "Jean-Luc Picard": "JL", "o’brien": "OB", "Dr. Who Else": "DW", "<b>": "B",
	} {
		if got := Initials(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestHuesSpread(t *testing.T) {
	seen := map[int]bool{}
	for c := 'a'; c <= 'z'; c++ {
		h := Hue("01a1f8a7578b71dbb3091c7b29e457e" + string(c))
		if h < 1 || h > 8 {
			t.Fatal(h)
		}
		seen[h] = true
	}
	if len(seen) < 6 {
		t.Errorf("similar ids share %d colours", len(seen))
	}
}
