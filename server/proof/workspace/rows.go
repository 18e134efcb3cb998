package workspace

import (
	"context"

	"github.com/confab/confab/server/proof/history"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/wire"
)

// Rows reads every event of rooms from a data directory that no server has
// open.
func Rows(ctx context.Context, data string, rooms []string) (rows []history.Row, err error) {
	st, err := sqlite.Open(ctx, data, sqlite.Options{})
	if err != nil {
		return nil, err
	}
	defer func() {
		if cerr := st.Close(); err == nil {
			err = cerr
		}
	}()
	return RowsOf(ctx, st, rooms)
}

// RowsOf reads every event of rooms from a store.
func RowsOf(ctx context.Context, st store.Store, rooms []string) (rows []history.Row, err error) {
	const page = 1000
	for _, room := range rooms {
		first, erased := len(rows), map[int64]bool{}
		for after, more := int64(0), true; more; {
			err := st.View(ctx, func(tx store.Tx) error {
				events, err := tx.Events().After(room, after, page)
				for _, e := range events {
					rows = append(rows, history.RowOf(e))
					if e.Kind == wire.KindDelete {
						erased[e.Target] = true
					}
				}
				if n := len(events); n > 0 {
					after = events[n-1].Seq
				}
				more = len(events) == page
				return err
			})
			if err != nil {
				return nil, err
			}
		}
		// An empty text is only right where an event says that it was erased.
		for i := first; i < len(rows); i++ {
			rows[i].Changed = rows[i].Changed || erased[rows[i].Seq]
		}
	}
	return rows, nil
}
