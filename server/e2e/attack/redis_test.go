package attack

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/server/proof/workspace"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// hint is what somebody who reaches Redis hears there.
type hint struct{ channel, payload string }

// tap hears everything that is published, until the test ends.
type tap struct {
	mu    sync.Mutex
	hints []hint
}

// taps subscribes to every channel.
func taps(t *testing.T, r *service.Redis) *tap {
	t.Helper()
	conn, err := net.Dial("tcp", r.Addr)
	if err != nil {
		t.Fatal(err)
	}
	p := &tap{}
	var hears sync.WaitGroup
	t.Cleanup(func() {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
		hears.Wait()
	})
	if _, err := io.WriteString(conn, "*2\r\n$10\r\nPSUBSCRIBE\r\n$1\r\n*\r\n"); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(conn)
	if _, err := reply(in); err != nil {
		t.Fatal(err)
	}
	hears.Go(func() {
		for {
			words, err := reply(in)
			if err != nil {
				return // the test is over, or finds out by what it misses
			}
			p.mu.Lock()
			p.hints = append(p.hints, hint{words[len(words)-2], words[len(words)-1]})
			p.mu.Unlock()
		}
	})
	return p
}

// reply reads an array of bulk strings; other items are empty.
func reply(in *bufio.Reader) ([]string, error) {
	count, err := number(in, '*')
	if err != nil {
		return nil, err
	}
	words := make([]string, count)
	for i := range words {
		kind, err := in.Peek(1)
		if err != nil {
			return nil, err
		}
		if kind[0] != '$' {
			if _, err := in.ReadString('\n'); err != nil {
				return nil, err
			}
			continue
		}
		size, err := number(in, '$')
		if err != nil {
			return nil, err
		}
		word := make([]byte, size+2)
		if _, err := io.ReadFull(in, word); err != nil {
			return nil, err
		}
		words[i] = string(word[:size])
	}
	return words, nil
}

// number reads a line such as *3.
func number(in *bufio.Reader, mark byte) (int, error) {
	line, err := in.ReadString('\n')
	if err != nil {
		return 0, err
	}
	if line[0] != mark {
		return 0, errors.New("not " + string(mark) + ": " + line)
	}
	return strconv.Atoi(strings.TrimSpace(line[1:]))
}

// all is what was heard until now.
func (p *tap) all() []hint {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]hint(nil), p.hints...)
}

// cluster starts two nodes on one PostgreSQL and one Redis, with people in a room.
func cluster(t *testing.T, redis *service.Redis) (nodes []*town) {
	t.Helper()
	database := service.SharedPostgres(t).NewDatabase(t)
	w, err := workspace.PreparePostgres(t.Context(), database, 4, 1, 4)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		p := &place{w: w, began: time.Now()}
		if p.s, err = instance.New(instance.Options{Data: t.TempDir(), Args: []string{"--postgres", database, "--redis", redis.URL()},
			Output: p}); err != nil {
			t.Fatal(err)
		}
		if err := p.s.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(p.s.Kill)
		nodes = append(nodes, p.seen(t))
	}
	return nodes
}

// Who reaches Redis reads nothing of what is said, puts no words into anybody's mouth and
// keeps no message from arriving: hints that are made up, changed or said again do nothing.
func TestAttackHintsThroughRedis(t *testing.T) {
	redis := service.StartRedis(t)
	nodes := cluster(t, redis)
	speaker, listener := nodes[0].w.Seats[1], nodes[0].w.Seats[2]
	room := nodes[0].w.Rooms[0]
	p := taps(t, redis)

	ear, err := nodes[1].dials(t.Context(), listener.Token)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(ear.drops)
	var heard []string
	ear.all = &heard
	if err := ear.greets(t.Context(), nothing); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	hears := func(cid string) wire.Event {
		t.Helper()
		for {
			_, line, err := ear.hears(ctx, wire.TypeEvent)
			if err != nil {
				t.Fatalf("a message does not arrive: %v", err)
			}
			var e wire.Event
			decode(t, line, &e)
			if e.CID == cid {
				return e
			}
		}
	}
	say := func(body string) string {
		t.Helper()
		cid := id.New()
		nodes[0].must(speaker.Token, http.MethodPost, "/api/v1/rooms/"+room+"/messages", wire.Send{CID: cid, Body: body}, nil)
		return cid
	}
	first := hears(say("the real words"))
	known := p.all()
	if len(known) == 0 {
		t.Fatal("nothing goes through Redis, so that nothing is proved")
	}
	forged := 0
	for _, h := range known {
		if strings.Contains(h.payload, "the real words") {
			t.Error("what is said can be read in Redis")
		}
		for _, payload := range forgeries(h.payload, first) {
			redis.Do("PUBLISH", h.channel, payload)
			forged++
		}
		for _, other := range known { // said again, there and elsewhere
			redis.Do("PUBLISH", other.channel, h.payload)
		}
	}
	second := hears(say("more real words"))
	if second.Seq != first.Seq+1 || second.Body != "more real words" {
		t.Errorf("after %d came %+v", first.Seq, second)
	}
	third := hears(say("and the last"))
	if third.Seq != first.Seq+2 {
		t.Errorf("after %d came %+v", second.Seq, third)
	}
	hearOnce(t, heard, "the real words", "more real words", "and the last")
	t.Logf("%d hints heard in Redis, %d forged ones published, all said again", len(known), forged)

	redis.Kill()
	nodes[0].keepsToItself(t, "redis")
}

// hearOnce checks that each of some messages was heard once, and nothing false.
func hearOnce(t *testing.T, heard []string, messages ...string) {
	t.Helper()
	times := map[string]int{}
	for _, line := range heard {
		if strings.Contains(line, "the false words") {
			t.Errorf("false words are heard: %s", line)
		}
		for _, words := range messages {
			if strings.Contains(line, `"`+words+`"`) && strings.Contains(line, `"event"`) {
				times[words]++
			}
		}
	}
	for _, words := range messages {
		if times[words] != 1 {
			t.Errorf("%q is heard %d times", words, times[words])
		}
	}
}

// keepsToItself checks that strangers are not told what is broken.
func (n *town) keepsToItself(t *testing.T, word string) {
	t.Helper()
	_, said, err := n.sends(t.Context(), from("127.0.7.1"), http.MethodGet, "/readyz", http.Header{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(strings.ToLower(string(said)), word) {
		t.Errorf("a stranger is told what is broken: %s", said)
	}
}

// forgeries are hints made of one that was heard: other words, under the same number and
// under the next one, from another program and with every part changed once.
func forgeries(payload string, of wire.Event) (out []string) {
	words := strings.ReplaceAll(payload, "the real words", "the false words")
	next := strings.NewReplacer(
		fmt.Sprintf(`"seq":%d`, of.Seq), fmt.Sprintf(`"seq":%d`, of.Seq+1),
		fmt.Sprintf(`"first":%d`, of.Seq), fmt.Sprintf(`"first":%d`, of.Seq+1),
		fmt.Sprintf(`"last":%d`, of.Seq), fmt.Sprintf(`"last":%d`, of.Seq+1),
		of.CID, id.New(), of.Event, id.New(),
	).Replace(words)
	out = append(out, words, next)
	for i := 0; i < len(payload); i += 7 {
		changed := bytes.Clone([]byte(payload))
		changed[i] ^= 1
		out = append(out, string(changed))
	}
	return out
}
