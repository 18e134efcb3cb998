package postgres

import (
	"slices"
	"testing"
	"testing/synctest"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// Two groups appended to the same two rooms. The second one's goroutine is
// ready before the first one's, and stands behind it in both lines: it is told
// after it, and once.
func TestTellerTellsOnceHoweverManyLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tell := newTeller(nil)
		var told []string
		tell.listen(func(c store.Commit) { told = append(told, c.Events[0].Event) })
		var first, second ticket
		for _, k := range []*ticket{&first, &second} {
			tell.stand(k, roomLine("garden"))
			tell.stand(k, roomLine("kitchen"))
		}
		go tell.commit(&second, store.Commit{Events: []wire.Event{{Event: "second"}}})
		synctest.Wait()
		tell.commit(&first, store.Commit{Events: []wire.Event{{Event: "first"}}})
		synctest.Wait()
		if !slices.Equal(told, []string{"first", "second"}) {
			t.Fatalf("told %v", told)
		}
	})
}
