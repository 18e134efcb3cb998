package migrate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/contents"
	"github.com/confab/confab/server/store/postgres"
	"github.com/confab/confab/server/store/sqlite"
)

// Errors of Run besides those of sqlite.OpenReadOnly and postgres.Receive.
var (
	// ErrNothing means that there is no database in the directory.
	ErrNothing = errors.New("there is no data")
	// ErrRunning means that a server runs on the directory. It is also a
	// store.ErrInUse.
	ErrRunning = fmt.Errorf("a server runs on the data, and must be stopped first: %w", store.ErrInUse)
	// ErrIll means that the source has problems; the error names the first.
	ErrIll = errors.New("the data has problems, which would come along; see confab doctor")
	// ErrOther means that the target has the data of another source, or part of
	// it.
	ErrOther = errors.New("the PostgreSQL database was begun with other data; give an empty one")
	// ErrGrown means that the target was moved from this source, which has
	// changed since.
	ErrGrown = errors.New("this data was moved already and has changed since, as has perhaps what it was moved to")
	// ErrDiffers means that what was read back is not what was sent. The next Run
	// starts over.
	ErrDiffers = errors.New("what PostgreSQL holds is not what was copied")
)

// Step is one part of a move.
type Step string

// The steps, in their order.
const (
	Examining Step = "examining"
	Copying   Step = "copying"
	Verifying Step = "verifying"
)

// Options are further parameters of Run. The zero value is right for a server.
type Options struct {
	// Partitions is as in postgres.Options, for an empty database.
	Partitions int
	// Progress is called from time to time with how many rows of a step are done;
	// nil: not called.
	Progress func(s Step, done, all int64)
	// Chunk is how many rows are copied at once; 0: 5000.
	Chunk int
	// Clock returns the time; nil: time.Now.
	Clock func() time.Time
}

// Report is the result of Run.
type Report struct {
	Already  bool  // the move was complete before, so nothing was done
	Resumed  bool  // an earlier run was continued
	Rows     int64 // in all
	Messages int64 // events
	Rooms    int
	Sum      string // checksum of everything, in hexadecimal
	Keys     bool   // the signing keys were moved
}

// Run moves the data in the directory dir to the PostgreSQL database at url. It
// fails with store.ErrInUse if a server uses either of them, and changes nothing
// in dir. If it fails or is interrupted, it can be run again.
func Run(ctx context.Context, dir, url string, o Options) (_ *Report, err error) {
	if o.Chunk == 0 {
		o.Chunk = 5000
	}
	if o.Progress == nil {
		o.Progress = func(Step, int64, int64) {}
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if _, err := os.Stat(filepath.Join(dir, sqlite.FileName)); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w in %s", ErrNothing, dir)
	}
	held, err := sqlite.Hold(dir)
	if errors.Is(err, store.ErrInUse) {
		return nil, ErrRunning
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, held.Close()) }()
	from, err := sqlite.OpenReadOnly(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	m := &move{Options: o, dir: dir, from: from}
	if err := m.examine(ctx); err != nil {
		return nil, err
	}
	if m.to, err = postgres.Receive(ctx, url, o.Partitions); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, m.to.Close()) }()
	return &m.report, m.run(ctx)
}

// move is one Run.
type move struct {
	Options
	dir    string
	from   *sqlite.ReadOnly
	to     *postgres.Incoming
	origin postgres.Origin
	sums   contents.Sums
	names  map[int64]string // of the rooms, for people
	report Report
}

// examine checks all of the source, which must have no problems.
func (m *move) examine(ctx context.Context) error {
	found, err := m.from.Examine(ctx, func(done, all int64) { m.Progress(Examining, done, all) })
	if err != nil {
		return err
	}
	if problems := found.Problems(); len(problems) > 0 {
		return fmt.Errorf("%w: %s (%d problems)", ErrIll, problems[0], len(problems))
	}
	main, err := contents.Setting(ctx, m.from, store.SettingMainRoom)
	if err != nil {
		return err
	}
	all := found.Sums.All()
	m.sums, m.names = found.Sums, found.Rooms
	m.origin = postgres.Origin{Workspace: main, Sum: all.Hash(), Rows: all.Rows}
	m.report = Report{Rows: all.Rows, Messages: m.sums.Table(contents.Events).Rows, Rooms: len(m.sums[contents.Rooms]), Sum: all.Hash()}
	return nil
}

// run moves the data that was checked.
func (m *move) run(ctx context.Context) error {
	keys, err := signingKeys(m.dir)
	if err != nil {
		return err
	}
	if done, err := m.begin(ctx); done || err != nil {
		return err
	}
	if err := m.copy(ctx); err != nil {
		return err
	}
	if err := m.to.Settle(ctx); err != nil {
		return err
	}
	if err := m.verify(ctx); err != nil {
		return err
	}
	m.report.Keys = len(keys) > 0
	return m.to.Finish(ctx, m.Clock().UnixMilli(), keys)
}

// begin finds out how much of this source the target has, and reports whether
// that is everything.
func (m *move) begin(ctx context.Context) (done bool, err error) {
	if c := m.to.Complete(); c != nil {
		m.report.Already = true
		switch {
		case c.Sum == m.origin.Sum:
			return true, nil
		case c.Workspace == m.origin.Workspace && c.Workspace != "":
			return true, ErrGrown
		}
		return true, postgres.ErrOccupied
	}
	b := m.to.Begun()
	switch {
	case b == nil:
	case b.Sum == m.origin.Sum:
		m.report.Resumed = true
		return false, nil
	case b.Workspace != m.origin.Workspace || b.Workspace == "":
		return false, ErrOther
	}
	return false, m.to.Begin(ctx, m.origin)
}

// verify reads everything back and compares it with the source.
func (m *move) verify(ctx context.Context) error {
	found, err := m.to.Examine(ctx, func(done, all int64) { m.Progress(Verifying, done, all) })
	if err != nil {
		return err
	}
	differ := m.sums.Compare(found.Sums)
	problems := found.Problems()
	if len(differ) == 0 && len(problems) == 0 {
		return nil
	}
	if err := m.to.Distrust(ctx); err != nil {
		return err
	}
	if len(differ) == 0 {
		return fmt.Errorf("%w: %s", ErrDiffers, problems[0])
	}
	d := differ[0]
	where := d.Table
	if d.Room != 0 {
		where += " of room " + m.names[d.Room]
	}
	return fmt.Errorf("%w: %s: %d rows with the sum %.16s were sent, there are %d with %.16s (and %d more differences)",
		ErrDiffers, where, d.This.Rows, d.This.Hash(), d.Other.Rows, d.Other.Hash(), len(differ)-1)
}
