package faults

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/proof/history"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/server/proof/workspace"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/postgres"
	"github.com/confab/confab/shared/wire"
)

// trio is three nodes on one PostgreSQL and one Redis. To Redis they go
// through a network that can fall ill.
type trio struct {
	t        *testing.T
	postgres *service.Postgres
	redis    *service.Redis
	network  *sickness
	database string
	nodes    []*instance.Server
	admin    []string // their admin listeners, HOST:PORT
	w        *bench.Workspace
}

// starts3 starts three nodes with a workspace like prepare's.
func starts3(t *testing.T, people, rooms, members int, args ...string) *trio {
	t.Helper()
	c := &trio{t: t, postgres: service.StartPostgres(t), redis: service.StartRedis(t)}
	c.network = sickens(t, "http://"+c.redis.Addr, 1)[0]
	c.database = c.postgres.NewDatabase(t)
	var err error
	if c.w, err = workspace.PreparePostgres(t.Context(), c.database, people, rooms, members); err != nil {
		t.Fatal(err)
	}
	c.opened(func(st store.Store) error { return countsFromTheStart(t.Context(), st) })
	args = append([]string{"--limits", "off", "--postgres", c.database, "--redis", "redis://" + c.network.proxy.Listen}, args...)
	for range 3 {
		port, err := instance.FreePort()
		if err != nil {
			t.Fatal(err)
		}
		admin := fmt.Sprintf("127.0.0.1:%d", port)
		c.admin = append(c.admin, admin)
		c.nodes = append(c.nodes, serve(t, t.TempDir(), append([]string{"--admin-listen", admin}, args...)...))
	}
	return c
}

// gathers has everybody sit down, each at the next node.
func (c *trio) gathers() *crowd {
	c.t.Helper()
	return gathersAt(c.t, c.w, func(i int) dial.Dialer { return dial.Dialer{URL: c.nodes[i%len(c.nodes)].URL} })
}

// opened does something with the database, beside the nodes.
func (c *trio) opened(do func(store.Store) error) {
	c.t.Helper()
	st, err := postgres.Open(c.t.Context(), c.database, postgres.Options{})
	if err != nil {
		c.t.Fatal(err)
	}
	if err := errors.Join(do(st), st.Close()); err != nil {
		c.t.Error(err)
	}
}

// verdict stops the nodes and checks the history, and the digest of days,
// against the database.
func (c *trio) verdict(rec *history.Recorder) history.Report {
	c.t.Helper()
	for i, s := range c.nodes {
		if err := s.Stop(); err != nil {
			c.t.Errorf("node %d ended with %v", i, err)
		}
	}
	var report history.Report
	c.opened(func(st store.Store) error {
		rows, err := workspace.RowsOf(c.t.Context(), st, append([]string{c.w.Main}, c.w.Rooms...))
		report = rec.Check(rows)
		countedOnce(c.t, st, rows)
		return err
	})
	c.t.Log(report)
	if !report.OK() {
		c.t.Error("the history is not as it must be")
	}
	return report
}

// state is what a node says at its admin listener's /readyz, where it says why.
func (c *trio) state(node int) string {
	c.t.Helper()
	res, err := http.Get("http://" + c.admin[node] + "/readyz")
	if err != nil {
		return err.Error()
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(res.StatusCode, " ", strings.TrimSpace(string(body)))
}

// says waits until every node answers so at /readyz.
func (c *trio) says(state string) {
	c.t.Helper()
	eventually(c.t, "all nodes say "+state, func() bool {
		for i := range c.nodes {
			if !strings.HasPrefix(c.state(i), state) {
				return false
			}
		}
		return true
	})
}

// chatter has people write a stamped message in their room now and then, until
// the function it returns is called, which waits until all have arrived. Only
// those write whom writes names: the i-th person, in the n-th room.
func (c *trio) chatter(all *crowd, every time.Duration, writes func(i, room int) bool) (hush func()) {
	perRoom := len(all.members) / len(c.w.Rooms)
	return all.keeps(func(i int, m *member, over <-chan struct{}) error {
		if !writes(i, i/perRoom) {
			return nil
		}
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-over:
				return nil
			case <-tick.C:
			}
			arrived, err := m.say(c.w.Rooms[i/perRoom], fmt.Sprintf("%d from %s", time.Now().UnixNano(), m.user), 0)
			if err != nil {
				return err
			}
			if err := within("a message arrives", func() bool { return closed(arrived) }); err != nil {
				return err
			}
		}
	})
}

// everybody is for chatter.
func everybody(int, int) bool { return true }

// keeps has every member do something until stop is called, which waits for
// them.
func (c *crowd) keeps(do func(i int, m *member, over <-chan struct{}) error) (stop func()) {
	over, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		c.each(func(i int, m *member) error { return do(i, m, over) })
	}()
	return func() {
		close(over)
		<-done
	}
}

// listens has everybody note how long messages take to arrive.
func (c *crowd) listens() *delays {
	d := &delays{}
	for _, m := range c.members {
		m.hears(func(e *wire.Event) { d.note(e) })
	}
	return d
}
