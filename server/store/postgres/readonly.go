package postgres

import (
	"context"
	"errors"
	"log/slog"

	"github.com/jackc/pgx/v5"

	"github.com/confab/confab/server/store/checkup"
)

// ErrNoSchema means that there are not the tables of this version.
var ErrNoSchema = errors.New("postgres: no server of this version has had this database yet")

// ReadOnly is a database to be read only; servers go on meanwhile. Not safe for
// concurrent use.
type ReadOnly struct{ source }

// OpenReadOnly opens the database at url, whoever else uses it, and changes
// nothing. It fails with ErrConnect, ErrUnfit, store.ErrSchemaNewer, ErrIncoming, and with
// ErrNoSchema if no server has ever had this database, or only an older one.
func OpenReadOnly(ctx context.Context, url string) (*ReadOnly, error) {
	c, err := dial(ctx, url, "confab doctor")
	if err != nil {
		return nil, err
	}
	s := &ReadOnly{source{c}}
	if err := s.fit(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// dial connects to the database at url for something that takes as long as it
// takes, having looked whether the server will do.
func dial(ctx context.Context, url, name string) (*pgx.Conn, error) {
	var o Options
	o.defaults()
	pool, err := configure(url, o)
	if err != nil {
		return nil, err
	}
	config := pool.ConnConfig
	first, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	if err := inspect(first, config, slog.New(slog.DiscardHandler)); err != nil {
		return nil, err
	}
	config.RuntimeParams["application_name"] = name
	for _, bound := range []string{"statement_timeout", "idle_in_transaction_session_timeout"} {
		config.RuntimeParams[bound] = "0"
	}
	c, err := pgx.ConnectConfig(first, config)
	if err != nil {
		return nil, cannotConnect(config, err)
	}
	return c, nil
}

// fit refuses what is not a server's database of this version.
func (s *ReadOnly) fit(ctx context.Context) error {
	if err := refuseIncoming(ctx, s.conn); err != nil {
		return err
	}
	have, err := newestKnown(ctx, s.conn)
	if err != nil {
		return err
	}
	if !have {
		return ErrNoSchema
	}
	return nil
}

// Examine is Store.Examine: of one moment.
func (s *ReadOnly) Examine(ctx context.Context, progress func(done, all int64)) (*checkup.Report, error) {
	return s.examineSnapshot(ctx, progress)
}

// examineSnapshot is examine on a snapshot of its own.
func (s source) examineSnapshot(ctx context.Context, progress func(done, all int64)) (report *checkup.Report, err error) {
	err = snapshot(ctx, s.conn, func(src source) error {
		report, err = src.examine(ctx, progress)
		return err
	})
	return report, err
}

// Close lets go of the database.
func (s *ReadOnly) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), connectTimeout)
	defer cancel()
	return s.conn.Close(ctx)
}
