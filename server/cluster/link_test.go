package cluster_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/server/cluster"
	"github.com/confab/confab/server/proof/service"
)

// patience is how long a test waits for something before it fails.
const patience = 10 * time.Second

// log is a log that tests can read.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *log) count(what string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.text.String(), what)
}

// link opens a link whose watcher sends to the channel.
func link(t *testing.T, url string, o cluster.Options) (*cluster.Link, <-chan bool) {
	t.Helper()
	l, err := cluster.Open(t.Context(), url, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	told := make(chan bool, 100)
	l.Watch(func(up bool) { told <- up })
	return l, told
}

func wantTold(t *testing.T, told <-chan bool, want bool) {
	t.Helper()
	select {
	case up := <-told:
		if up != want {
			t.Fatalf("told %v, want %v", up, want)
		}
	case <-time.After(patience):
		t.Fatalf("not told %v within %v", want, patience)
	}
}

func TestALostRedisIsToldOnceAndThatItIsBackToo(t *testing.T) {
	r := service.StartRedis(t)
	var out log
	l, told := link(t, r.URL(), cluster.Options{Every: 20 * time.Millisecond, Log: slog.New(slog.NewTextHandler(&out, nil))})
	if !l.Up() {
		t.Fatal("down at the beginning")
	}
	for range 2 {
		r.Kill()
		wantTold(t, told, false)
		if l.Up() {
			t.Error("up without Redis")
		}
		l.Check() // a check alone changes nothing
		r.Start()
		wantTold(t, told, true)
	}
	if lost, back := out.count("Redis is lost"), out.count("Redis is back"); lost != 2 || back != 2 {
		t.Errorf("logged lost %d and back %d times, want 2 of each", lost, back)
	}
}

func TestAPausedRedisIsNoticedAndAWatcherIsToldAtOnceThatItIsLost(t *testing.T) {
	r := service.StartRedis(t)
	l, told := link(t, r.URL(), cluster.Options{Every: time.Hour, Timeout: 100 * time.Millisecond})
	r.Pause()
	defer r.Resume()
	l.Check() // without it there is no ping in this test
	wantTold(t, told, false)
	late := make(chan bool, 1)
	l.Watch(func(up bool) { late <- up })
	wantTold(t, late, false)
	began := time.Now()
	if err := l.Client().Ping(t.Context()).Err(); err == nil || time.Since(began) > 2*time.Second {
		t.Errorf("a command ended with %v after %v", err, time.Since(began))
	}
	r.Resume()
	l.Check()
	wantTold(t, told, true)
	if err := l.Client().Ping(t.Context()).Err(); err != nil {
		t.Errorf("a command failed after the pause: %v", err)
	}
}

func TestARedisThatTakesNoWritesIsToldOnceAndThatItDoesToo(t *testing.T) {
	r := service.StartRedis(t)
	var out log
	l, told := link(t, r.URL(), cluster.Options{Every: 10 * time.Millisecond, Log: slog.New(slog.NewTextHandler(&out, nil))})
	until := func(what string, ok func() bool) {
		t.Helper()
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for deadline := time.Now().Add(patience); !ok(); <-tick.C {
			if time.Now().After(deadline) {
				t.Fatalf("still not: %s", what)
			}
		}
	}
	for times := 1; times <= 2; times++ {
		for value, want := range []bool{false, true} {
			if err := l.Client().ConfigSet(t.Context(), "min-replicas-to-write", fmt.Sprint(value)).Err(); err != nil {
				t.Fatal(err)
			}
			until("what it does is known", func() bool { return l.Refuses() == want })
		}
		until("it is told", func() bool { return out.count("takes no writes") == times })
	}
	if n := out.count("takes writes again"); n != 1 || len(told) > 0 || !l.Up() {
		t.Errorf("told %d times that it takes writes again; up %v, which was told %d times", n, l.Up(), len(told))
	}
}

func TestKeysBeginWithTheWorkspacesPrefix(t *testing.T) {
	r := service.StartRedis(t)
	plain, _ := link(t, r.URL(), cluster.Options{Node: "a"})
	other, _ := link(t, r.URL()+"?prefix=acme&dial_timeout=2s", cluster.Options{})
	if k := plain.Key("nodes"); k != "confab:nodes" {
		t.Errorf("key %q", k)
	}
	if k := other.Key("nodes"); k != "acme:nodes" {
		t.Errorf("key %q", k)
	}
	if plain.Node() != "a" || plain.Sharded() {
		t.Errorf("node %q, sharded %v", plain.Node(), plain.Sharded())
	}
}

func TestASocketOfTheSameMachineWillDo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "redis.sock")
	service.StartRedis(t, "--unixsocket", path)
	one, _ := link(t, "unix://"+path, cluster.Options{})
	other, _ := link(t, "unix://"+path+"?db=3", cluster.Options{})
	if err := one.Client().Set(t.Context(), one.Key("x"), "1", 0).Err(); err != nil {
		t.Error(err)
	}
	if n := other.Client().Exists(t.Context(), other.Key("x")).Val(); n != 0 {
		t.Error("two databases are one")
	}
	if one.Node() == "" || one.Node() == other.Node() {
		t.Errorf("nodes %q and %q", one.Node(), other.Node())
	}
}

func TestOpenSaysInOneSentenceWhatIsWrong(t *testing.T) {
	r := service.StartRedis(t, "--requirepass", "open sesame")
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		url  string
		want error
	}{
		"another scheme":          {"http://:hunter2@" + r.Addr, cluster.ErrURL},
		"not a URL":               {"redis://:hunter2@host:\x7f", cluster.ErrURL},
		"a database that is none": {"redis://:hunter2@" + r.Addr + "/first", cluster.ErrURL},
		"an unknown parameter":    {"redis://:hunter2@" + r.Addr + "?colour=red", cluster.ErrURL},
		"braces in the prefix":    {"redis://:hunter2@" + r.Addr + "?prefix={x}", cluster.ErrURL},
		"nobody listens":          {"redis://:hunter2@" + nobody, cluster.ErrConnect},
		"no cluster there":        {"redis://:hunter2@" + nobody + "?addr=" + nobody, cluster.ErrConnect},
		"no socket there":         {"unix://" + t.TempDir() + "/none.sock", cluster.ErrConnect},
		"a wrong password":        {"redis://:hunter2@" + r.Addr, cluster.ErrRefused},
		"no password":             {"redis://" + r.Addr, cluster.ErrRefused},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := cluster.Open(t.Context(), c.url, cluster.Options{})
			if !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			if text := err.Error(); strings.Contains(text, "hunter2") || strings.Contains(text, "\n") {
				t.Errorf("says %q", text)
			}
		})
	}
	l, _ := link(t, r.URL(), cluster.Options{})
	if err := l.Client().Ping(t.Context()).Err(); err != nil {
		t.Error(err)
	}
}

func TestAWatcherThatPanicsEndsNothing(t *testing.T) {
	r := service.StartRedis(t)
	var out log
	l, told := link(t, r.URL(), cluster.Options{Every: 20 * time.Millisecond, Log: slog.New(slog.NewTextHandler(&out, nil))})
	l.Watch(func(bool) { panic("a fault of who watches") })
	for range 2 {
		r.Kill()
		wantTold(t, told, false)
		r.Start()
		wantTold(t, told, true)
	}
	if n := l.Faults().Panics(); n < 3 || out.count("a fault of who watches") != 1 {
		t.Errorf("%d panics counted; logged %d times, want once", n, out.count("a fault of who watches"))
	}
}
