package bench

import (
	"context"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
)

// open opens the store of a workspace.
func (l Local) open(ctx context.Context, w *Workspace) (store.Store, error) {
	return sqlite.Open(ctx, w.Data, sqlite.Options{})
}
