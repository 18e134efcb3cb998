package chrome

import (
	"testing"
	"time"
)

func TestWhoeverWatchesSaysForHowLong(t *testing.T) {
	for value, want := range map[string]time.Duration{"": 0, "0": 0, "300ms": 300 * time.Millisecond, "2s": 2 * time.Second} {
		pause, seen, err := watched(value)
		if err != nil || pause != want || seen != (value != "") {
			t.Errorf("%q: %v, visible %v, %v", value, pause, seen, err)
		}
	}
	for _, value := range []string{"yes", "1", "-1s", "1h"} {
		if _, _, err := watched(value); err == nil {
			t.Errorf("%q is taken", value)
		}
	}
}
