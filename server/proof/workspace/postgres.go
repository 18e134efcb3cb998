package workspace

import (
	"context"
	"errors"
	"time"

	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/postgres"
)

// errUsed says that a load would write into something that is used.
var errUsed = errors.New("the database is not empty: a load needs one of its own")

// PreparePostgres is Prepare in the empty PostgreSQL database at url. The
// signing keys are there too, for all nodes.
func PreparePostgres(ctx context.Context, url string, people, rooms, members int) (_ *bench.Workspace, err error) {
	st, err := postgres.Open(ctx, url, postgres.Options{})
	if err != nil {
		return nil, err
	}
	defer func() {
		if cerr := st.Close(); err == nil {
			err = cerr
		}
	}()
	err = st.View(ctx, func(tx store.Tx) error {
		_, err := tx.Settings().Get(store.SettingWorkspace)
		return err
	})
	if err == nil {
		return nil, errUsed
	}
	if !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	ring, err := keys.New(ctx, keys.InStore(st), keys.Options{Clock: time.Now})
	if err != nil {
		return nil, err
	}
	w := &bench.Workspace{}
	return w, fill(ctx, w, st, ring, people, rooms, members)
}
