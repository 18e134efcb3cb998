package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strconv"

	sqlite "modernc.org/sqlite"

	"github.com/confab/confab/server/store"
)

// conn is one connection with its prepared statements. The driver is used
// without database/sql: each connection here belongs to one goroutine at a
// time already, and a statement costs a third less. Not safe for concurrent use.
type conn struct {
	raw     driver.Conn
	stmts   map[string]statement
	args    []driver.NamedValue
	damaged error  // the first error after which the transaction cannot go on
	guard   *guard // of one that reads; nil: nothing ends what it does
}

// statement is what the driver's statements are.
type statement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// purpose is what a connection is for.
type purpose int

const (
	reading purpose = iota
	writing
	checkpointing
)

// The page caches of one connection, in KiB. They fill only as far as they
// are used.
var cacheSizes = map[purpose]int{reading: 4 << 10, writing: 16 << 10, checkpointing: 64}

// connect opens the database at path and asserts what durability rests on.
func connect(ctx context.Context, path string, p purpose) (*conn, error) {
	q := url.Values{
		"_txlock":       {"immediate"},
		"_dqs":          {"0"},
		"_defensive":    {"1"},
		"_busy_timeout": {"5000"},
		"_journal_mode": {"WAL"},
		"_synchronous":  {"FULL"},
		"_foreign_keys": {"1"},
		"_pragma": {
			"secure_delete(1)",      // what is erased is overwritten
			"temp_store(2)",         // in memory
			"wal_autocheckpoint(0)", // see checkpointer
			"cache_size(-" + strconv.Itoa(cacheSizes[p]) + ")",
		},
	}
	if p == reading {
		q.Set("_query_only", "1")
	}
	c, err := dial(ctx, path, q)
	if err != nil {
		return nil, err
	}
	if err := c.assert(); err != nil {
		return nil, errors.Join(err, c.close())
	}
	db, err := handle(c.raw)
	if err != nil {
		return nil, errors.Join(err, c.close())
	}
	dropMutex(db)
	if p == reading {
		c.guard = &guard{db: db}
	}
	return c, nil
}

// dial opens path with the driver's options q.
func dial(ctx context.Context, path string, q url.Values) (*conn, error) {
	connector, err := sqlite.NewConnector(dsn(path, q))
	if err != nil {
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	raw, err := connector.Connect(ctx)
	if err != nil {
		return nil, fmt.Errorf("sqlite: open %s: %w", filepath.Base(path), err)
	}
	return &conn{raw: raw, stmts: make(map[string]statement)}, nil
}

func dsn(path string, q url.Values) string {
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: q.Encode()}
	return u.String()
}

// assert checks the settings without which an ack would promise too much.
func (c *conn) assert() error {
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"} {
		r, err := c.one("PRAGMA " + pragma)
		if err != nil {
			return err
		}
		if got := fmt.Sprint(r[0]); got != want {
			return fmt.Errorf("sqlite: %s is %s and must be %s", pragma, got, want)
		}
	}
	return nil
}

func (c *conn) close() error {
	var errs []error
	for _, s := range c.stmts {
		errs = append(errs, s.Close())
	}
	errs = append(errs, c.raw.Close())
	return errors.Join(errs...)
}

func (c *conn) prepare(sql string) (statement, error) {
	if s, ok := c.stmts[sql]; ok {
		return s, nil
	}
	prepared, err := c.raw.Prepare(sql)
	if err != nil {
		return nil, c.translate(err)
	}
	s, ok := prepared.(statement)
	if !ok {
		return nil, fmt.Errorf("sqlite: the driver's %T lacks contexts", prepared)
	}
	c.stmts[sql] = s
	return s, nil
}

// bind puts args into the form of the driver: int, int64, bool, string,
// []byte, nil, or a list of strings or numbers, which becomes JSON.
func (c *conn) bind(args []any) []driver.NamedValue {
	c.args = c.args[:0]
	for i, a := range args {
		switch v := a.(type) {
		case int:
			a = int64(v)
		case bool:
			a = int64(0)
			if v {
				a = int64(1)
			}
		case []string:
			a = jsonList(v)
		case []int64:
			a = jsonList(v)
		}
		c.args = append(c.args, driver.NamedValue{Ordinal: i + 1, Value: a})
	}
	return c.args
}

// jsonList is what json_each reads.
func jsonList[T string | int64](list []T) string {
	text, err := json.Marshal(list)
	if err != nil {
		panic(err) // strings and numbers have a form in JSON
	}
	return string(text)
}

// exec runs a statement and returns how many rows it changed.
func (c *conn) exec(sql string, args ...any) (int64, error) {
	s, err := c.prepare(sql)
	if err != nil {
		return 0, err
	}
	res, err := s.ExecContext(context.Background(), c.bind(args))
	if err != nil {
		return 0, c.translate(err)
	}
	return res.RowsAffected()
}

// each calls fn for every row. fn must not use the same statement.
func (c *conn) each(fn func(row), sql string, args ...any) error {
	if err := c.guard.ended(); err != nil {
		return err
	}
	s, err := c.prepare(sql)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(context.Background(), c.bind(args))
	if err != nil {
		return c.translate(err)
	}
	r := make(row, len(rows.Columns()))
	for {
		if err = rows.Next(r); err != nil {
			break
		}
		if err = c.guard.ended(); err != nil {
			break
		}
		fn(r)
	}
	closed := rows.Close()
	if err != io.EOF {
		return c.translate(err)
	}
	return c.translate(closed)
}

// one returns the only row, or store.ErrNotFound.
func (c *conn) one(sql string, args ...any) (row, error) {
	var found row
	err := c.each(func(r row) {
		if found == nil {
			found = append(row(nil), r...)
		}
	}, sql, args...)
	if err == nil && found == nil {
		err = store.ErrNotFound
	}
	return found, err
}

// row is one row of a result. NULL reads as the zero value.
type row []driver.Value

func (r row) Text(i int) string {
	s, _ := r[i].(string)
	return s
}

func (r row) Int(i int) int64 {
	n, _ := r[i].(int64)
	return n
}

func (r row) Bool(i int) bool { return r.Int(i) != 0 }

func (r row) Bytes(i int) []byte {
	b, _ := r[i].([]byte)
	return b
}
