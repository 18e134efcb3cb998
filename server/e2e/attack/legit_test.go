package attack

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/server/auth/password"
	"github.com/confab/confab/server/proof/dose"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// What many honest people do at once, which looks like an attack and is none: nobody is
// refused for longer than half a minute.

// longest is how long somebody who comes again when told to may be refused.
const longest = 30 * time.Second

// tries gives a command again and again until it is carried out, each time as late as the
// refusal says, and returns how long it was refused. The client is one of a browser that
// has the connections it needs.
func (n *town) tries(ctx context.Context, c *http.Client, path string, in, out any) (refused time.Duration, err error) {
	var first time.Time
	for {
		status, said, err := n.ask(ctx, c, http.MethodPost, path, "", in)
		if err != nil {
			return 0, err
		}
		if !first.IsZero() {
			refused = time.Since(first)
		}
		if status == http.StatusOK {
			return refused, json.Unmarshal(said, out)
		}
		var answer struct{ Error wire.Error }
		if err := json.Unmarshal(said, &answer); err != nil || answer.Error.RetryMS == 0 {
			return refused, fmt.Errorf("%d %s", status, said)
		}
		if first.IsZero() {
			first = time.Now()
		}
		rest(ctx, time.Duration(answer.Error.RetryMS)*time.Millisecond)
	}
}

// comes has somebody open a socket, again and again as a client does until it is let in,
// and returns how long it was refused.
func (n *town) comes(ctx context.Context, token string, from wire.Resume) (k *socket, refused time.Duration, err error) {
	var first time.Time
	for pause := 500 * time.Millisecond; ; pause = min(2*pause, 20*time.Second) {
		k, err := n.enter(ctx, token, from)
		if err == nil {
			if !first.IsZero() {
				refused = time.Since(first)
			}
			return k, refused, nil
		}
		if k != nil {
			k.drops()
		}
		if first.IsZero() {
			first = time.Now()
		}
		if ctx.Err() != nil || time.Since(first) > 2*longest {
			return nil, time.Since(first), err
		}
		rest(ctx, time.Duration(rand.Int64N(int64(pause)))) // spread, as clients do
	}
}

// tally is how it went for many.
type tally struct {
	mu      sync.Mutex
	waited  []time.Duration
	refused []time.Duration
}

// each has so many do something at the same time, and says how it went: how long it took
// them and how long they were refused.
func each(t *testing.T, count int, what string, do func(ctx context.Context, i int) (refused time.Duration, err error)) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*patience)
	defer cancel()
	var y tally
	var all sync.WaitGroup
	began := time.Now()
	for i := range count {
		all.Go(func() {
			refused, err := do(ctx, i)
			if err != nil {
				t.Errorf("%s, number %d: %v", what, i, err)
			}
			y.mu.Lock()
			defer y.mu.Unlock()
			y.waited, y.refused = append(y.waited, time.Since(began)), append(y.refused, refused)
		})
	}
	all.Wait()
	slices.Sort(y.waited)
	slices.Sort(y.refused)
	t.Logf("%s: %d people, half of them within %.1f s, all within %.1f s; refused for %.1f s at most",
		what, count, y.waited[count/2].Seconds(), y.waited[count-1].Seconds(), y.refused[count-1].Seconds())
	if y.refused[count-1] > longest {
		t.Errorf("%s: somebody was refused for %v", what, y.refused[count-1])
	}
}

// passwords gives the last people of a place the password of everybody, before it starts.
func (p *place) passwords(ctx context.Context) error {
	encoded, err := password.New(password.Default).Hash(ctx, instance.Password)
	if err != nil {
		return err
	}
	st, err := sqlite.Open(ctx, p.w.Data, sqlite.Options{})
	if err != nil {
		return err
	}
	err = st.Update(ctx, func(tx store.Tx) error {
		for _, seat := range p.others {
			u, err := tx.Users().ByID(seat.User)
			if err != nil {
				return err
			}
			u.Password = encoded
			if err := tx.Users().Update(u); err != nil {
				return err
			}
		}
		return nil
	})
	if cerr := st.Close(); err == nil {
		err = cerr
	}
	return err
}

// A school behind one address signs in at nine and opens its sockets. Two cores check
// about 50 passwords a second, 1,500 within the half minute; the dose here is less, so that
// the suite stays short.
func TestLegitSchoolSignsInAtNine(t *testing.T) {
	pupils := dose.Of(150, 2000)
	n := found(t, pupils)
	if err := n.s.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := n.passwords(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := n.s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	each(t, pupils, "signing in", func(ctx context.Context, i int) (time.Duration, error) {
		var tokens wire.Tokens
		in := map[string]string{"email": fmt.Sprintf("p%d@bench.example", honest+i), "password": instance.Password}
		refused, err := n.tries(ctx, from("127.0.5.1"), "/api/v1/auth/token", in, &tokens)
		if err != nil {
			return refused, err
		}
		k, late, err := n.comes(ctx, tokens.AccessToken, nothing)
		if err != nil {
			return late, err
		}
		t.Cleanup(k.drops)
		return max(refused, late), nil
	})
}

// A school joins by one link that is meant for as many. Of one network a hundred join at
// once and ten a second from then on, so that four hundred are in within the half minute.
func TestLegitSchoolJoinsByOneLink(t *testing.T) {
	pupils := dose.Of(120, 400)
	n := found(t, 0)
	var made wire.InviteInfo
	n.must(n.owner(), http.MethodPost, "/api/v1/invites", wire.InviteCreate{Uses: pupils}, &made)
	each(t, pupils, "joining", func(ctx context.Context, i int) (time.Duration, error) {
		var tokens wire.Tokens
		in := map[string]string{
			"invite": strings.TrimPrefix(made.Invite.Path, "/join/"), "name": fmt.Sprintf("Pupil %d", i),
			"email": fmt.Sprintf("pupil%d@school.example", i), "password": instance.Password,
		}
		return n.tries(ctx, from("127.0.5.2"), "/api/v1/auth/join", in, &tokens)
	})
}

// An office whose power was cut comes back with all its sockets at the same moment.
func TestLegitOfficeReconnects(t *testing.T) {
	people := dose.Of(300, 1500)
	n := found(t, people)
	sockets := make([]*socket, people)
	come := func(what string) {
		t.Helper()
		each(t, people, what, func(ctx context.Context, i int) (refused time.Duration, err error) {
			sockets[i], refused, err = n.comes(ctx, n.others[i].Token, nothing)
			return refused, err
		})
		if t.Failed() {
			t.FailNow()
		}
	}
	come("coming in the morning")
	for _, k := range sockets {
		k.drops()
	}
	come("coming back")
	for _, k := range sockets {
		k.drops()
	}
}

// Conversations from elsewhere are imported into the running server while people talk.
func TestLegitImportWhilePeopleTalk(t *testing.T) {
	n := found(t, 0)
	n.talks()
	var lines strings.Builder
	count := dose.Of(20_000, 1_000_000)
	for i := range count {
		fmt.Fprintf(&lines, `{"n":%d,"room":"archive","at":"2019-03-01T09:14:00Z","nick":"n%d","text":"message number %d"}`+"\n", i+1,
			i%500, i)
	}
	began := time.Now()
	done := make(chan error, 1)
	go func() { done <- n.confab(t.Context(), lines.String(), "import", "-") }()
	calm := visit(t, &control)
	calm.talks()
	var pairs []pair
	var signedIn int
	for over := false; !over; {
		p, err := together(t.Context(), n.talk, calm.talk)
		if err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, p)
		if err := n.signsIn(t.Context(), from(home)); err != nil {
			t.Errorf("somebody is not let in meanwhile: %v", err)
		}
		signedIn++
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			over = true
		default:
		}
	}
	worst := slices.MaxFunc(pairs, func(a, b pair) int { return int(a.town - b.town) })
	t.Logf("%d messages imported in %.1f s; p99 from send to delivery %v at worst, beside %v; %d signed in",
		count, time.Since(began).Seconds(), worst.town.Round(time.Millisecond), worst.control.Round(time.Millisecond), signedIn)
	if worst.town > time.Second+worst.control {
		t.Errorf("who talks waits for the import: %v", pairs)
	}
}

// A phone on a train: its connection dies twice a second, it comes back and goes on from
// where it was. Everything arrives once and in order.
func TestLegitPhoneOnATrain(t *testing.T) {
	n := visit(t, &common)
	speaker, phone := n.someone(), n.someone()
	var made wire.RoomInfo
	n.must(speaker.Token, http.MethodPost, "/api/v1/rooms", wire.RoomCreate{Name: "train " + id.New()[20:], Kind: wire.RoomPublic}, &made)
	room := made.Room.ID
	n.must(phone.Token, http.MethodPost, "/api/v1/rooms/"+room+"/join", struct{}{}, &made)
	at := wire.Cursor{Epoch: made.Room.Epoch, Seq: made.Room.Top}
	count := dose.Of(24, 600)
	ctx, cancel := context.WithTimeout(t.Context(), 10*patience)
	defer cancel()
	last := make(chan int64, 1)
	go func() { // two messages a second are what one person may
		defer close(last)
		var seq int64
		for i := range count {
			var ack wire.Ack
			status, said, err := n.ask(ctx, from(home), http.MethodPost, "/api/v1/rooms/"+room+"/messages", speaker.Token,
				wire.Send{CID: id.New(), Body: fmt.Sprint(i)})
			if err != nil || status != http.StatusOK || json.Unmarshal(said, &ack) != nil {
				t.Errorf("%d %s %v", status, said, err)
				return
			}
			seq = ack.Seq
			rest(ctx, 500*time.Millisecond)
		}
		last <- seq
	}()
	var worst time.Duration
	connections := 0
	var end int64
	for end == 0 || at.Seq < end {
		k, refused, err := n.comes(ctx, phone.Token, wire.Resume{User: 1, Rooms: map[string]wire.Cursor{room: at}})
		if err != nil {
			t.Fatalf("the phone does not come back: %v", err)
		}
		worst = max(worst, refused)
		connections++
		life, cut := context.WithTimeout(ctx, 500*time.Millisecond)
		for {
			_, line, err := k.hears(life, wire.TypeEvent)
			if err != nil {
				break // the tunnel
			}
			var e wire.Event
			decode(t, line, &e)
			if e.Room != room {
				continue
			}
			if e.Seq != at.Seq+1 {
				t.Fatalf("after %d comes %d", at.Seq, e.Seq)
			}
			at.Seq = e.Seq
		}
		cut()
		k.drops()
		select {
		case end = <-last:
			last = nil
			if end == 0 {
				t.FailNow()
			}
		default:
		}
	}
	t.Logf("%d messages over %d connections; without one for %.1f s at most", count, connections, worst.Seconds())
	if worst > longest {
		t.Errorf("the phone was refused for %v", worst)
	}
}
