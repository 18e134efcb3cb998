package bench

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/server/proof/history"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// Remote runs loads against running servers that others may be using too. Nobody
// else may use the people's accounts meanwhile.
type Remote struct {
	URLs   []string // of one server, or of several that share everything; people are spread over them
	Tokens []string // access tokens, one a person
	Rooms  []string // ids; every person is in every one of them. None: rooms are made as the load wants them
	Admin  []string // addresses of the servers' --admin-listen, for processor time and memory; none: not known

	// Told is called with messages about the progress; nil: not called.
	Told func(string)
}

// cleaning is how long leaving the rooms that were made may take.
const cleaning = time.Minute

// Run puts one load on the servers. In existing rooms all people are members,
// whatever the load says. The history is checked against the rooms' logs, read
// page by page afterwards. Everybody leaves the rooms that Run created, so that
// nobody sees them any more. If ctx ends, the result is of what was done until
// then.
func (r Remote) Run(ctx context.Context, load Load, progress func(Progress)) (_ Result, err error) {
	w := &Workspace{Rooms: r.Rooms}
	if w.Seats, err = r.people(ctx); err != nil {
		return Result{}, err
	}
	if len(r.Rooms) > 0 {
		load.Rooms, load.Members = len(r.Rooms), len(w.Seats)
	} else {
		made := &made{api: api{url: r.URLs[0]}, load: load, seats: w.Seats, told: r.Told}
		defer func() {
			late, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleaning)
			defer cancel()
			err = errors.Join(err, made.leave(late))
		}()
		if w.Rooms, err = made.make(ctx); err != nil {
			return Result{}, err
		}
	}
	load.Senders = min(load.Senders, load.Members)
	target := Target{URLs: r.URLs}
	if len(r.Admin) > 0 {
		target.Usage = r.usage
	}
	result, run, err := drive(ctx, target, w, load, progress)
	if err != nil {
		return Result{}, err
	}
	// What has happened is judged, interrupted or not.
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), run.load.Patience)
	defer cancel()
	parts, rows, err := run.pages(late, w.Seats[0])
	if err != nil {
		return Result{}, fmt.Errorf("what the load has left cannot be read: %w", err)
	}
	result.History = run.rec.CheckPart(parts, rows)
	return result, nil
}

// people asks every server whose tokens these are.
func (r Remote) people(ctx context.Context) ([]Seat, error) {
	var seats []Seat
	at := map[string]int{}
	for i, token := range r.Tokens {
		user, err := api{r.URLs[i%len(r.URLs)]}.whoami(ctx, token)
		if err != nil {
			return nil, fmt.Errorf("token %d: %w", i+1, err)
		}
		if first, double := at[user]; double {
			return nil, fmt.Errorf("tokens %d and %d are of the same person", first, i+1)
		}
		at[user] = i + 1
		seats = append(seats, Seat{User: user, Token: token})
	}
	return seats, nil
}

// pages reads what the load has left in its rooms. Events that no page shows
// are taken from the clients that were given them.
func (r *run) pages(ctx context.Context, seat Seat) (map[string]history.Part, []history.Row, error) {
	e := engine.New(engine.Options{
		Dialer: dial.Dialer{URL: r.target.URLs[0], Token: dial.Fixed(seat.Token)}, Device: id.New(), Client: "confab-bench",
	})
	e.Start()
	defer e.Stop()
	parts, ends := r.parts()
	var rows []history.Row
	for room, part := range parts {
		shown := map[int64]bool{}
		for after := part.After; after < ends[room]; {
			page, err := fetch(ctx, e, &wire.Fetch{Room: room, After: max(after, 1), Limit: limits.PageMax})
			if err != nil {
				return nil, nil, err
			}
			for _, ev := range page.Events {
				if ev.Seq > part.After && ev.Seq <= ends[room] {
					ev.Room = room
					rows = append(rows, history.RowOf(ev))
					shown[ev.Seq] = true
				}
			}
			if page.To <= after {
				break
			}
			after = page.To
		}
		for seq, row := range r.others(room) {
			if !shown[seq] && seq > part.After && seq <= ends[room] {
				rows = append(rows, row)
			}
		}
	}
	return parts, rows, nil
}

// fetch asks for a page, again and again as long as the server asks to wait.
func fetch(ctx context.Context, e *engine.Engine, f *wire.Fetch) (*wire.Page, error) {
	for {
		page, err := engine.Do(ctx, e, wire.FetchHistory, f)
		var later *wire.Error
		if err == nil || !errors.As(err, &later) || later.Code != wire.CodeRate {
			return page, err
		}
		if err := pause(ctx, later); err != nil {
			return nil, err
		}
	}
}

// pause waits as long as the server has asked for.
func pause(ctx context.Context, later *wire.Error) error {
	select {
	case <-time.After(max(time.Duration(later.RetryMS)*time.Millisecond, leanPause)):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// parts says for each room where the first client came in and what the last
// message of the load was, and what the last event was that any client saw.
func (r *run) parts() (parts map[string]history.Part, ends map[string]int64) {
	parts, ends = map[string]history.Part{}, map[string]int64{}
	for _, c := range r.clients {
		c.mu.Lock()
		for room, s := range c.rooms {
			part, known := parts[room]
			if !known || s.after < part.After {
				part.After = s.after
			}
			part.Rest = max(part.Rest, s.own)
			parts[room] = part
			ends[room] = max(ends[room], s.last)
		}
		c.mu.Unlock()
	}
	return parts, ends
}

// others are the events of a room that clients were given and no page shows.
func (r *run) others(room string) map[int64]history.Row {
	rows := map[int64]history.Row{}
	for _, c := range r.clients {
		c.mu.Lock()
		for _, row := range c.other {
			if row.Room == room {
				rows[row.Seq] = row
			}
		}
		c.mu.Unlock()
	}
	return rows
}
