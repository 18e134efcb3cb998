package broker

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// listen is the listener. It calls tried once it has subscribed, or failed to for
// the first time.
func (r *Redis) listen(ctx context.Context, tried func()) {
	for ctx.Err() == nil {
		err := r.subscribe(ctx, tried)
		r.watch.down()
		tried()
		if ctx.Err() != nil {
			return
		}
		r.link.Log().Debug("hints of other nodes do not arrive", "error", err) // a failure of Redis is logged by the link
		r.link.Check()
		select {
		case <-ctx.Done():
		case <-time.After(r.retry / 4):
		}
	}
}

var errPanicked = errors.New("the listener panicked")

// ear is one connection that reads channels.
type ear struct {
	ps    *redis.PubSub
	heard atomic.Int64 // when something last arrived, in ns since began
	began time.Time
}

// subscribe reads all channels until one connection fails, and returns why. When
// all are subscribed it calls ready and the watchers.
func (r *Redis) subscribe(ctx context.Context, ready func()) (err error) {
	defer r.link.Faults().Survive("listening for hints", func() { err = errPanicked })
	places, err := r.places(ctx)
	if err != nil {
		return err
	}
	var ears []*ear
	var readers sync.WaitGroup
	defer func() {
		for _, e := range ears {
			_ = e.ps.Close() // the connection is given up in any case
		}
		readers.Wait()
	}()
	failed := make(chan error, len(places)) // at most one of each reader
	var missing atomic.Int64
	missing.Store(channels)
	for client, names := range places {
		e := &ear{ps: client.Subscribe(ctx), began: time.Now()}
		ears = append(ears, e)
		if err := r.ask(ctx, e.ps, names); err != nil {
			return err
		}
		readers.Go(func() {
			failed <- r.read(ctx, e, func() {
				if missing.Add(-1) == 0 {
					r.watch.back()
					if !r.link.Up() {
						r.link.Check()
					}
					ready()
				}
			})
		})
	}
	tick := time.NewTicker(r.ping / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-failed:
			return err
		case <-tick.C:
		}
		for _, e := range ears {
			if err := r.alive(ctx, e); err != nil {
				return err
			}
		}
	}
}

// places returns which channels to read from which server: all from the one, or
// each from the master of its slot.
func (r *Redis) places(ctx context.Context) (map[*redis.Client][]string, error) {
	places := map[*redis.Client][]string{}
	for n := range channels {
		name := channelName(r.link, n)
		switch c := r.link.Client().(type) {
		case *redis.Client:
			places[c] = append(places[c], name)
		case *redis.ClusterClient:
			if n == 0 {
				c.ReloadState(ctx) // channels may have moved; if the new state comes too late for this attempt, the next one uses it
			}
			master, err := c.MasterForKey(ctx, name)
			if err != nil {
				return nil, err
			}
			places[master] = append(places[master], name)
		default:
			return nil, fmt.Errorf("a %T cannot be subscribed to", c)
		}
	}
	return places, nil
}

// ask subscribes to channels. Channels of several slots need several requests.
func (r *Redis) ask(ctx context.Context, ps *redis.PubSub, names []string) error {
	if !r.link.Sharded() {
		return ps.Subscribe(ctx, names...)
	}
	for _, name := range names {
		if err := ps.SSubscribe(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// read is a connection's reader. It calls joined for each channel that is
// subscribed, and returns when the connection fails or loses a channel.
func (r *Redis) read(ctx context.Context, e *ear, joined func()) (err error) {
	// After a panic the store is read, as after any loss.
	defer r.link.Faults().Survive("hearing a hint", func() { err = errPanicked })
	for {
		got, err := e.ps.Receive(ctx)
		if err != nil {
			return err
		}
		e.heard.Store(int64(time.Since(e.began)))
		switch got := got.(type) {
		case *redis.Message:
			r.receive(got.Channel, got.Payload)
		case *redis.Subscription:
			if got.Kind != "subscribe" && got.Kind != "ssubscribe" {
				return errors.New("a channel has moved") // to another server of the cluster
			}
			joined()
		}
	}
}

// alive pings a silent connection, and returns an error if it is dead.
func (r *Redis) alive(ctx context.Context, e *ear) error {
	switch silence := time.Since(e.began) - time.Duration(e.heard.Load()); {
	case silence > r.dead:
		return errors.New("nothing comes, not even an answer")
	case silence > r.ping:
		return e.ps.Ping(ctx)
	}
	return nil
}

// receive delivers an envelope, unless it is this node's own.
func (r *Redis) receive(channel, sealed string) {
	from := sender(sealed)
	if from == r.link.Node() && from != "" {
		return
	}
	m, look, err := r.unseal(channel, sealed)
	if err != nil {
		r.stats.skipped.Add(1)
		r.odd.Do(func() {
			r.link.Log().Warn("a hint cannot be read; further ones are passed over in silence", "node", clip(from), "error", err)
		})
		return
	}
	if look {
		r.watch.look()
		return
	}
	r.hear(m)
}

func (r *Redis) unseal(channel, sealed string) (m Message, look bool, err error) {
	text, err := r.sealer.open(channel, sealed)
	if err != nil {
		return m, false, err
	}
	return open(text)
}

// clip shortens text from a stranger for the log.
func clip(s string) string { return s[:min(len(s), 40)] }
