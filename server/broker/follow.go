package broker

import (
	"context"
	"log/slog"

	"github.com/confab/confab/server/store"
)

// Follow publishes what st commits, in commit order. Call it before st's first
// Update. A hint that cannot be published is logged and lost: nodes that miss it
// read the store.
func Follow(st store.Store, to Broker, log *slog.Logger) {
	st.OnCommit(func(c store.Commit) {
		for _, m := range OfCommit(c) {
			if err := to.Publish(context.Background(), m); err != nil {
				log.Warn("hint not published", "error", err)
			}
		}
	})
}
