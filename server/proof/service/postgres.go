package service

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

// superuser is the name under which tests connect; it needs no password.
const superuser = "confab"

// Postgres is a PostgreSQL server as one test sees it.
type Postgres struct {
	Addr string // 127.0.0.1:PORT, the same after each start

	tb     testing.TB
	server *postmaster
	shared bool
}

// postmaster is a PostgreSQL server: a directory of databases and the process
// that serves it.
type postmaster struct {
	addr      string
	dir       string
	process   process
	databases atomic.Int64 // made so far
}

// StartPostgres starts a PostgreSQL server and ends it after the test. Settings
// are those of postgresql.conf, such as "fsync=on"; fsync is off if none says
// otherwise, for speed. As root it runs as the user postgres, which the
// distribution's package has made, for it refuses to run as root.
func StartPostgres(tb testing.TB, settings ...string) *Postgres {
	tb.Helper()
	m, err := newPostmaster(settings)
	if m != nil {
		tb.Cleanup(func() {
			if err := m.remove(); err != nil {
				tb.Error(err)
			}
		})
	}
	if err != nil {
		tb.Fatal(err)
	}
	m.process.tell(tb, "postgres")
	return &Postgres{Addr: m.addr, tb: tb, server: m}
}

// newPostmaster makes and starts a server. What it returns is to be removed, even
// with an error.
func newPostmaster(settings []string) (*postmaster, error) {
	bin, err := postgresBin()
	if err != nil {
		return nil, err
	}
	owner, err := postgresOwner()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "confab-postgres-") // short: the path of a socket has 107 bytes at most
	if err != nil {
		return nil, err
	}
	m := &postmaster{dir: dir}
	if err := m.create(bin, owner); err != nil {
		return m, err
	}
	data := filepath.Join(dir, "data")
	// On SIGQUIT it ends at once, its children with it.
	m.process = process{path: filepath.Join(bin, "postgres"), dir: dir, owner: owner, death: syscall.SIGQUIT, ready: m.answers}
	return m, onFreePort(func(port int) error {
		m.addr = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
		m.process.args = []string{"-D", data, "-p", strconv.Itoa(port)}
		settings := append([]string{"listen_addresses=127.0.0.1", "unix_socket_directories=" + dir, "fsync=off", "max_connections=200",
			"timezone=UTC"}, settings...)
		for _, s := range settings {
			m.process.args = append(m.process.args, "-c", s)
		}
		return m.process.start()
	})
}

// remove ends the server and takes its directory away.
func (m *postmaster) remove() error {
	m.process.end(syscall.SIGQUIT)
	return os.RemoveAll(m.dir)
}

func (m *postmaster) url(database string) string {
	u := url.URL{Scheme: "postgres", User: url.User(superuser), Host: m.addr, Path: "/" + database, RawQuery: "sslmode=disable"}
	return u.String()
}

func (m *postmaster) exec(sql string) error {
	ctx, cancel := context.WithTimeout(context.Background(), readyIn)
	defer cancel()
	conn, err := pgx.Connect(ctx, m.url("postgres"))
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, sql)
	if closed := conn.Close(ctx); err == nil {
		err = closed
	}
	return err
}

func (m *postmaster) answers() error { return m.exec("SELECT 1") }

// NewDatabase makes an empty database and returns its URL,
// postgres://confab@127.0.0.1:PORT/NAME. It is dropped after the test, whoever
// is still connected.
func (p *Postgres) NewDatabase(tb testing.TB) string {
	tb.Helper()
	name := fmt.Sprintf("test_%d", p.server.databases.Add(1))
	if err := p.server.exec("CREATE DATABASE " + name); err != nil {
		tb.Fatal(err)
	}
	if p.shared { // another goes away with all its databases
		tb.Cleanup(func() {
			if err := p.server.exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
				tb.Error(err)
			}
		})
	}
	return p.server.url(name)
}

// Exec executes statements as superuser in the database "postgres".
func (p *Postgres) Exec(sql string) {
	p.tb.Helper()
	if err := p.server.exec(sql); err != nil {
		p.tb.Fatal(err)
	}
}

// Terminate ends all connections of clients, as an administrator would with
// pg_terminate_backend; the server goes on.
func (p *Postgres) Terminate() {
	p.tb.Helper()
	p.Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")
}

// Stop ends the server as a fast shutdown does: transactions are rolled back,
// connections ended, everything is written.
func (p *Postgres) Stop() { p.server.process.end(syscall.SIGINT) }

// Kill ends the server at once, as a crash does: it recovers at the next Start.
func (p *Postgres) Kill() { p.server.process.end(syscall.SIGQUIT) }

// Start starts the server again on the same port, after Stop or Kill.
func (p *Postgres) Start() {
	p.tb.Helper()
	if err := p.server.process.start(); err != nil {
		p.tb.Fatal(err)
	}
}

// Restart is Stop and Start.
func (p *Postgres) Restart() {
	p.tb.Helper()
	p.Stop()
	p.Start()
}
