package platform

import "testing"

func TestPositionsAreCountedLikeABrowserDoes(t *testing.T) {
	text := "aé😀b"
	for _, c := range []struct{ units, bytes int }{
		{0, 0}, {1, 1}, {2, 3}, {3, 3}, {4, 7}, {5, 8}, {99, 8}, {-1, 0},
	} {
		if got := ByteOffset(text, c.units); got != c.bytes {
			t.Errorf("ByteOffset(%q, %d) = %d, want %d", text, c.units, got, c.bytes)
		}
	}
	if got := UTF16Len(text); got != 5 {
		t.Errorf("UTF16Len(%q) = %d, want 5", text, got)
	}
}

func TestADayIsWrittenForMachines(t *testing.T) {
	if got := LocalDay(1794993840000).String(); got != "2026-11-18" {
		t.Errorf("the day of 1794993840000 is %s", got)
	}
}
