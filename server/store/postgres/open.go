package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/places"
)

// The errors of Open besides store.ErrSchemaNewer and ErrIncoming, wrapped in a
// sentence for people.
var (
	// ErrConnect: nobody answers at the URL, or not to this user or database.
	ErrConnect = errors.New("cannot connect to PostgreSQL")
	// ErrPartitions: the database was made with another number of partitions.
	ErrPartitions = errors.New("the number of partitions of this database cannot be changed")
	// ErrUnfit: the server is too old, or keeps text in another encoding than UTF-8.
	ErrUnfit = errors.New("this database cannot be used")
)

// connectTimeout bounds Open's first connection, and each later one.
const connectTimeout = 4 * time.Second

// updatesMax is how many Updates may be under way at once. Most of them share a
// connection.
const updatesMax = 256

// oldest is the oldest server that is known to do, as it numbers itself.
const oldest = 140000

// Options are what Open may be told. The zero value is right for a server.
type Options struct {
	// Partitions is into how many tables a new database divides the events; 0: 16.
	// An existing database keeps its number: 0 or that, or Open fails with
	// ErrPartitions.
	Partitions int
	// Queue is how many Updates may wait before ErrOverload; 0: 4096.
	Queue int
	// Writers and Readers are how many connections Updates and Views may have at
	// once; 0: 16 and 8. One more asks whether the server is there.
	Writers, Readers int
	// Urgent is how many connections Views have besides that find out who
	// somebody is; 0: 2.
	Urgent int
	// ViewTime is how long a View may take unless its store.Terms say otherwise;
	// 0: store.ViewTime.
	ViewTime time.Duration
	// Log is told once when PostgreSQL is lost and once when it is back; nil:
	// slog.Default.
	Log *slog.Logger
	// Faults counts the panics of the store's goroutines; nil: one that writes to
	// Log.
	Faults *sparse.Log
}

// Store implements store.Store.
type Store struct {
	pool       *pgxpool.Pool
	health     *health
	faults     *sparse.Log
	order      *commitOrder
	rights     rights
	classes    classes
	contention *contention
	nums       sync.Map // room id -> rooms.num, both for good

	open      gate
	writing   chan struct{} // holds one for each Update under way
	writers   chan struct{} // holds one for each of their connections
	ungrouped chan *grouped // to the groups
	groups    sync.WaitGroup
	reading   *places.Places // of Views
	urgent    *places.Places
	viewTime  time.Duration
	late      atomic.Int64 // Views that took longer
	queue     int
	waiting   atomic.Int64 // Updates in the queue
}

var _ store.Store = (*Store)(nil)

// Open opens the database at url (postgres://user:password@host:port/database,
// with libpq's parameters), bringing its schema up to date. It fails with
// ErrConnect within a few seconds if it cannot be reached, with
// store.ErrSchemaNewer if a newer Confab wrote it, with ErrIncoming if a
// migration into it is not complete, with ErrPartitions and with ErrUnfit;
// nothing is changed then.
func Open(ctx context.Context, url string, o Options) (*Store, error) {
	o.defaults()
	if o.Partitions < 0 || o.Partitions > partitionsMax {
		return nil, fmt.Errorf("postgres: %d partitions: between 1 and %d make sense", o.Partitions, partitionsMax)
	}
	config, err := configure(url, o)
	if err != nil {
		return nil, err
	}
	first, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	if err := inspect(first, config.ConnConfig, o.Log, refuseIncoming); err != nil {
		return nil, err
	}
	if err := migrate(ctx, config.ConnConfig, o.Partitions); err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	if err := stillOurs(ctx, pool); err != nil {
		pool.Close()
		return nil, err
	}
	s := &Store{
		pool: pool, faults: o.Faults, order: newCommitOrder(o.Faults), contention: newContention(), queue: o.Queue,
		writing: make(chan struct{}, updatesMax), writers: make(chan struct{}, o.Writers),
		ungrouped: make(chan *grouped, updatesMax), reading: places.New(o.Readers), urgent: places.New(o.Urgent), viewTime: o.ViewTime,
	}
	s.health = newHealth(o.Log, o.Faults, pool.Ping)
	for range groupsMax {
		s.groups.Add(1)
		go s.gather()
	}
	return s, nil
}

// stillOurs looks once more, now that a connection shows that a server is here:
// a move may have begun meanwhile, which looks for servers after it left its
// mark.
func stillOurs(ctx context.Context, pool *pgxpool.Pool) error {
	ctx, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	c, err := pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrConnect, err)
	}
	defer c.Release()
	return refuseIncoming(ctx, c.Conn())
}

func (o *Options) defaults() {
	if o.Queue == 0 {
		o.Queue = 4096
	}
	if o.Writers == 0 {
		o.Writers = 16
	}
	if o.Readers == 0 {
		o.Readers = 8
	}
	if o.Urgent == 0 {
		o.Urgent = 2
	}
	if o.ViewTime == 0 {
		o.ViewTime = store.ViewTime
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Faults == nil {
		o.Faults = sparse.New(o.Log)
	}
}

// configure reads url and adds what every connection must have.
func configure(url string, o Options) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrConnect, err)
	}
	config.MaxConns = int32(o.Writers + o.Readers + o.Urgent + 1)
	config.ConnConfig.ConnectTimeout = connectTimeout
	config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheStatement
	for name, value := range map[string]string{
		"application_name": "confab",
		"timezone":         "UTC",
		"client_encoding":  "UTF8",
		// Each statement has one good plan, by an index, whoever asks and however
		// little there is yet: to plan it again for each caller costs more than to
		// carry it out.
		"plan_cache_mode": "force_generic_plan",
		"enable_seqscan":  "off",
		"jit":             "off",
		// Each below limits.Commit, so that the server says why.
		"lock_timeout":                        "8s",
		"statement_timeout":                   "9s",
		"idle_in_transaction_session_timeout": "10s", // a node that vanished lets go of its locks
		"tcp_keepalives_idle":                 "10",
		"tcp_keepalives_interval":             "5",
		"tcp_keepalives_count":                "3",
	} {
		config.ConnConfig.RuntimeParams[name] = value
	}
	config.AfterConnect = durable
	return config, nil
}

// durable makes sure that a commit on c is on disk when it is answered: what an
// ack rests on. A stricter setting of the server is left alone.
func durable(ctx context.Context, c *pgx.Conn) error {
	var have string
	if err := c.QueryRow(ctx, `SELECT CASE WHEN current_setting('synchronous_commit') = 'remote_apply' THEN 'remote_apply'
		ELSE set_config('synchronous_commit', 'on', false) END`).Scan(&have); err != nil {
		return fmt.Errorf("postgres: synchronous_commit: %w", err)
	}
	if have != "on" && have != "remote_apply" {
		return fmt.Errorf("postgres: synchronous_commit is %s and must be on", have)
	}
	return nil
}

// inspect connects once and looks whether the server will do, and the database
// by each of fit.
func inspect(ctx context.Context, config *pgx.ConnConfig, log *slog.Logger, fit ...func(context.Context, *pgx.Conn) error) (err error) {
	c, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return cannotConnect(config, err)
	}
	defer func() { err = errors.Join(err, c.Close(ctx)) }()
	var version int
	var encoding, fsync, pages string
	if err := c.QueryRow(ctx, `SELECT current_setting('server_version_num')::int, current_setting('server_encoding'),
		current_setting('fsync'), current_setting('full_page_writes')`).Scan(&version, &encoding, &fsync, &pages); err != nil {
		return fmt.Errorf("%w: %w", ErrConnect, err)
	}
	if version < oldest {
		return fmt.Errorf("%w: PostgreSQL %d is too old, %d or newer is needed", ErrUnfit, version/10000, oldest/10000)
	}
	if encoding != "UTF8" {
		return fmt.Errorf("%w: its encoding is %s and must be UTF8", ErrUnfit, encoding)
	}
	if fsync != "on" || pages != "on" {
		log.Warn("PostgreSQL runs with fsync or full_page_writes off: a power cut may lose messages that were acknowledged")
	}
	for _, f := range fit {
		if err := f(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// cannotConnect says in a sentence why there is no connection; it never
// contains the password.
func cannotConnect(config *pgx.ConnConfig, err error) error {
	at := net.JoinHostPort(config.Host, strconv.Itoa(int(config.Port)))
	var e *pgconn.PgError
	if errors.As(err, &e) {
		switch e.Code {
		case codeBadPassword, codeBadUser:
			return fmt.Errorf("%w at %s: it does not let the user %s in: %s", ErrConnect, at, config.User, e.Message)
		case codeNoDatabase:
			return fmt.Errorf("%w at %s: it has no database %s", ErrConnect, at, config.Database)
		}
		return fmt.Errorf("%w at %s: it says: %s", ErrConnect, at, e.Message)
	}
	var dial *net.OpError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%w at %s: it does not answer", ErrConnect, at)
	case errors.As(err, &dial):
		return fmt.Errorf("%w at %s: %w", ErrConnect, at, dial.Err)
	}
	return fmt.Errorf("%w at %s: %w", ErrConnect, at, err)
}

// take gets a connection from the pool until ctx ends.
func (s *Store) take(ctx context.Context) (*conn, error) {
	if !s.health.Up() {
		return nil, store.ErrUnavailable
	}
	pooled, err := s.pool.Acquire(ctx)
	if err != nil {
		s.health.suspect()
		return nil, errors.Join(store.ErrUnavailable, err)
	}
	return &conn{pooled: pooled, health: s.health, ctx: ctx}, nil
}

// takeWriter is take for an Update: one of Options.Writers.
func (s *Store) takeWriter(ctx context.Context) (*conn, error) {
	select {
	case s.writers <- struct{}{}:
	case <-ctx.Done():
		return nil, store.ErrOverload
	}
	c, err := s.take(ctx)
	if err != nil {
		<-s.writers
		return nil, err
	}
	c.place = s.writers
	return c, nil
}

// Up reports whether PostgreSQL answered when it was last asked.
func (s *Store) Up() bool { return s.health.Up() }

// Watch registers fn to be told when PostgreSQL is lost and when it is back, on
// one goroutine. fn must not block.
func (s *Store) Watch(fn func(up bool)) { s.health.Watch(fn) }

// OnCommit implements store.Store. It tells of this node's commits alone.
func (s *Store) OnCommit(fn func(store.Commit)) { s.order.listen(fn) }

// closeTimeout is how long Close waits for connections that do not end because
// the server, or the way to it, is silent. The driver would wait for 15 s.
const closeTimeout = 3 * time.Second

// Close finishes the Updates that are queued, waits for the Views under way,
// and closes the connections. The second Close returns ErrClosed.
func (s *Store) Close() error {
	if !s.open.close() {
		return store.ErrClosed
	}
	close(s.ungrouped)
	s.groups.Wait()
	s.health.end()
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		defer s.faults.Survive("closing connections", nil)
		s.pool.Close()
	}()
	late := time.NewTimer(closeTimeout)
	defer late.Stop()
	select {
	case <-closed:
	case <-late.C: // nothing was under way on them
	}
	return nil
}
