package postgres

import (
	"slices"
	"testing"
	"testing/synctest"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// Two groups appended to the same two rooms. The second one's goroutine is
// ready before the first one's, and is behind it in both queues: its commit is
// delivered after that of the first, and once.
func TestACommitIsDeliveredOnceHoweverManyQueues(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		order := newCommitOrder(nil)
		var delivered []string
		order.listen(func(c store.Commit) { delivered = append(delivered, c.Events[0].Event) })
		var first, second ticket
		for _, k := range []*ticket{&first, &second} {
			order.enqueue(k, roomQueue("garden"))
			order.enqueue(k, roomQueue("kitchen"))
		}
		go order.commit(&second, store.Commit{Events: []wire.Event{{Event: "second"}}})
		synctest.Wait()
		order.commit(&first, store.Commit{Events: []wire.Event{{Event: "first"}}})
		synctest.Wait()
		if !slices.Equal(delivered, []string{"first", "second"}) {
			t.Fatalf("delivered %v", delivered)
		}
	})
}
