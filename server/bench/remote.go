package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/server/bench/history"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// Remote runs loads against a running server that others may be using too.
// Nobody else uses the people's accounts meanwhile.
type Remote struct {
	URL    string
	Tokens []string // access tokens, one a person
	Rooms  []string // ids; every person is in every one of them
}

// Run puts one load on the server: all people and rooms, whatever the load
// says of them. The history is checked against what paging the rooms shows
// afterwards.
func (r Remote) Run(ctx context.Context, load Load, progress func(done, total int64)) (Result, error) {
	w := &Workspace{Rooms: r.Rooms}
	for i, token := range r.Tokens {
		user, err := whoami(ctx, r.URL, token)
		if err != nil {
			return Result{}, fmt.Errorf("token %d: %w", i+1, err)
		}
		w.Seats = append(w.Seats, Seat{User: user, Token: token})
	}
	load.Rooms, load.Members = len(r.Rooms), len(w.Seats)
	load.Senders = min(load.Senders, load.Members)
	result, run, err := drive(ctx, Target{URL: r.URL}, w, load, progress)
	if err != nil {
		return Result{}, err
	}
	parts, rows, err := run.pages(ctx, w.Seats[0])
	if err != nil {
		return Result{}, err
	}
	result.History = run.rec.CheckPart(parts, rows)
	return result, nil
}

// whoami returns the id of the person whom a token belongs to.
func whoami(ctx context.Context, url, token string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(url, "/")+"/api/v1/auth/whoami", nil)
	if err != nil {
		return "", err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	var who wire.Whoami
	if err := json.NewDecoder(res.Body).Decode(&who); err != nil {
		return "", fmt.Errorf("%s does not answer like a Confab server (%s)", url, res.Status)
	}
	if who.State != wire.IdentityOK || who.User == nil {
		return "", fmt.Errorf("%s does not accept it (%s)", url, who.State)
	}
	return who.User.ID, nil
}

// pages reads what the load has left in its rooms. Events that no page shows
// are taken from the clients that were given them.
func (r *run) pages(ctx context.Context, seat Seat) (map[string]history.Part, []history.Row, error) {
	e := engine.New(engine.Options{
		Dialer: dial.Dialer{URL: r.target.URL, Token: dial.Fixed(seat.Token)}, Device: id.New(), Client: "confab-bench",
	})
	e.Start()
	defer e.Stop()
	parts, ends := r.parts()
	var rows []history.Row
	for room, part := range parts {
		shown := map[int64]bool{}
		for after := part.After; after < ends[room]; {
			var page wire.Page
			if err := e.Do(ctx, wire.TypeFetch, &wire.Fetch{Room: room, After: max(after, 1), Limit: limits.PageMax}, &page); err != nil {
				return nil, nil, err
			}
			for _, ev := range page.Events {
				if ev.Seq > part.After && ev.Seq <= ends[room] {
					ev.Room = room
					rows = append(rows, rowOf(ev))
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
