package rowhtml

import (
	"testing"

	"github.com/confab/confab/shared/wire"
)

// What newcomers of a private room may see is a decision that the others have to read.
func TestWhatANewcomerSeesStandsInALineOfItsOwn(t *testing.T) {
	for history, want := range map[wire.History]bool{"": true, wire.HistoryAll: false, wire.HistoryNone: false, wire.HistoryFrom: false} {
		if got := Joins(&wire.Event{Kind: wire.KindMember, Action: wire.ActionAdded, User: "ben", History: history}); got != want {
			t.Errorf("with the history %q it folds: %v", history, got)
		}
	}
}
