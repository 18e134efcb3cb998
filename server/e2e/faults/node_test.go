package faults

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/server/proof/dose"
	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/shared/wire"
)

const (
	// elsewhere is how soon the people of a node that is gone are on another.
	elsewhere = 5 * time.Second
	// pause is how long a node that is ready again is left alone before the
	// next one goes.
	pause = 2 * time.Second
	// truth is how soon everybody is told who is not here any more.
	truth = 20 * time.Second
)

// balanced puts nginx before the nodes, with the configuration that the README
// gives to people.
func (c *trio) balanced() *service.Nginx {
	c.t.Helper()
	readme, err := os.ReadFile(filepath.Join("..", "..", "..", "README.md"))
	if err != nil {
		c.t.Fatal(err)
	}
	_, conf, ok := strings.Cut(string(readme), "```nginx\nupstream")
	conf, _, closed := strings.Cut(conf, "```")
	if !ok || !closed {
		c.t.Fatal("the README has no nginx configuration for several servers")
	}
	conf = "upstream" + conf
	for i, s := range c.nodes {
		conf = replace(c.t, conf, fmt.Sprintf("10.0.0.%d:8080", i+1), strings.TrimPrefix(s.URL, "http://"))
	}
	return service.StartNginx(c.t, replace(c.t, conf, "listen 80;", "listen LISTEN;"))
}

func replace(t *testing.T, text, old, by string) string {
	t.Helper()
	if strings.Count(text, old) != 1 {
		t.Fatalf("the README's configuration names %q %d times, want once", old, strings.Count(text, old))
	}
	return strings.Replace(text, old, by, 1)
}

// gathersBehind has everybody sit down behind a load balancer.
func (c *trio) gathersBehind(n *service.Nginx) *crowd {
	c.t.Helper()
	return gathersAt(c.t, c.w, func(int) dial.Dialer { return dial.Dialer{URL: n.URL()} })
}

// name asks a node what it is called.
func (c *trio) name(node int) string {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	conn, err := dial.Dialer{URL: c.nodes[node].URL, Token: dial.Fixed(c.w.Seats[0].Token)}.Dial(ctx)
	if err != nil {
		c.t.Fatal(err)
	}
	k := &socket{t: c.t, ctx: ctx, conn: conn}
	defer k.drops()
	k.says(&wire.Hello{Head: wire.Head{Type: wire.TypeHello}, V: wire.Version, Client: "faults", Device: "d"})
	var w wire.Welcome
	if _, line := k.hears(wire.TypeWelcome); wire.Decode(line, &w) != nil || w.Node == "" {
		c.t.Fatalf("welcomed with %s", line)
	}
	return w.Node
}

// on are those who are connected to the node of that name.
func (c *crowd) on(node string) (here []*member) {
	for _, m := range c.members {
		m.mu.Lock()
		if m.node == node {
			here = append(here, m)
		}
		m.mu.Unlock()
	}
	return here
}

// here reports whether somebody is told that somebody else is here.
func (m *member) here(user string) bool {
	is := ""
	m.engine.View(func(s *state.State) { is = s.Presence[user] })
	return is == wire.Online || is == wire.Away
}

// watches has the member shown who of all is here, and of others.
func (m *member) watches(all *crowd, others ...string) {
	for _, o := range all.members {
		others = append(others, o.user)
	}
	m.engine.Watch(others)
}

// A node of three is killed behind nginx. Its people are at work on the others
// within five seconds, and nothing is lost; whoever left with it is told to be
// away within twenty, and nobody who has come back is.
func TestFaultNode(t *testing.T) {
	const people = 24
	c := starts3(t, people+1, 4, people/4, "--trusted-proxy", "127.0.0.1")
	leaving := c.w.Seats[people]
	c.w.Seats = c.w.Seats[:people]
	all := c.gathersBehind(c.balanced())
	hush := c.chatter(all, 60*time.Millisecond, everybody)
	watcher := all.members[0]
	watcher.watches(all, leaving.User)
	for n := range dose.Of(1, 50) {
		node := n % 3
		leaver := sits(t, all.rec, dial.Dialer{URL: c.nodes[node].URL, Token: dial.Fixed(leaving.Token)}, leaving, impatience(1))
		eventually(t, "the one who is to leave is here", func() bool { return watcher.here(leaver.user) })
		all.more(people * 5)
		name := c.name(node)
		hit := all.on(name)
		begin := time.Now()
		c.nodes[node].Kill()
		leaver.engine.Stop()
		eventually(t, "everybody is elsewhere", func() bool {
			return len(all.on(name)) == 0 && !slices.ContainsFunc(hit, func(m *member) bool {
				return m.engine.Status().Phase != engine.PhaseLive
			})
		})
		took := time.Since(begin)
		eventually(t, "the one who left is told to be away", func() bool { return !watcher.here(leaver.user) })
		t.Logf("a node killed: %d of %d people were on it, all elsewhere after %v; who left was told to be away after %v",
			len(hit), people, took, time.Since(begin))
		if took > elsewhere {
			t.Errorf("it took %v until everybody was elsewhere, want at most %v", took, elsewhere)
		}
		if took := time.Since(begin); took > truth {
			t.Errorf("it took %v until it was told who left, want at most %v", took, truth)
		}
		for i, m := range all.members {
			if !watcher.here(m.user) {
				t.Errorf("person %d is here and told to be away", i)
			}
		}
		if err := c.nodes[node].Start(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	hush()
	all.rests()
	all.leave()
	c.verdict(all.rec)
}

// Three nodes are restarted one after another behind nginx, as for an update.
// Nobody notices: every request is answered, every message arrives, and nobody
// is without a connection for longer than a moment or told to be away.
func TestARollingRestartIsNotNoticed(t *testing.T) {
	const people = 24
	c := starts3(t, people, 4, people/4, "--trusted-proxy", "127.0.0.1")
	front := c.balanced()
	all := c.gathersBehind(front)
	all.members[0].watches(all)
	heard := all.listens()
	hush := c.chatter(all, 60*time.Millisecond, everybody)
	asked := c.asks(front.URL())
	for node := range c.nodes {
		all.more(people * 5)
		if err := c.nodes[node].Stop(); err != nil {
			t.Errorf("the node ended with %v", err)
		}
		all.more(people * 2)
		if err := c.nodes[node].Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		rest(t.Context(), pause) // as the README asks for
	}
	all.more(people * 5)
	hush()
	requests, failed := asked()
	all.rests()
	most := heard.most()
	t.Logf("%d requests; the slowest message took %v", requests, most)
	for _, f := range failed {
		t.Errorf("a request failed: %s", f)
	}
	if most > elsewhere {
		t.Errorf("a message took %v, want at most %v", most, elsewhere)
	}
	for i, m := range all.members {
		if !all.members[0].here(m.user) {
			t.Errorf("person %d is here and told to be away", i)
		}
	}
	all.leave()
	c.verdict(all.rec)
}

// asks makes requests until the function it returns is called, which says how
// many there were and which failed.
func (c *trio) asks(url string) (end func() (requests int, failed []string)) {
	ctx, cancel := context.WithCancel(c.t.Context())
	done := make(chan struct{})
	requests, failed := 0, []string(nil)
	go func() {
		defer close(done)
		for ; ctx.Err() == nil; requests++ {
			if err := c.request(url, c.w.Seats[requests%len(c.w.Seats)].Token); err != nil {
				failed = append(failed, err.Error())
			}
			rest(ctx, 5*time.Millisecond)
		}
	}()
	return func() (int, []string) {
		cancel()
		<-done
		return requests, failed
	}
}

// request asks who one is.
func (c *trio) request(url, token string) error {
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, url+"/api/v1/auth/whoami", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", res.Status, body)
	}
	return nil
}

// What an operator does on the command line is seen by everybody at once: a
// person with another password is signed out, on whatever node.
func TestAnOperatorWorksOnTheDatabaseOfSeveralNodes(t *testing.T) {
	c := starts3(t, 3, 1, 3)
	all := c.gathers()
	operator := []string{"--postgres", c.database, "--redis", c.redis.URL()}
	o := runs(t, nil, append([]string{"user", "list"}, operator...)...)
	if o.code != 0 || strings.Count(o.out, "\n") != 3 {
		t.Fatalf("the list of people: exit code %d, %q, %s", o.code, o.out, o.err)
	}
	handle, _, _ := strings.Cut(strings.TrimPrefix(strings.Split(o.out, "\n")[1], "@"), " ")
	if o := runs(t, nil, append([]string{"user", "password", "--random", handle}, operator...)...); o.code != 0 {
		t.Fatalf("another password: exit code %d, %s", o.code, o.err)
	}
	begin := time.Now()
	eventually(t, "one person is signed out", func() bool { return all.signedOut() == 1 })
	if took := time.Since(begin); took > time.Second {
		t.Errorf("it took %v until they were signed out, want at most a second", took)
	}
	runs(t, nil, "user", "list", "--postgres", "postgres://confab@127.0.0.1:1/confab").refuses(t, 2, "cannot connect to PostgreSQL")
}

// signedOut counts those whose session is over.
func (c *crowd) signedOut() (n int) {
	for _, m := range c.members {
		if m.engine.Status().Phase == engine.PhaseSignedOut {
			n++
		}
	}
	return n
}
