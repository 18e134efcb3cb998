package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/store/checkup"
)

// background is the state of the background work: followers and jobs.
type background struct {
	Behind     []checkup.Behind `json:"behind,omitempty"` // followers that have events to process
	Jobs       int              `json:"jobs"`             // jobs that are waiting
	Waiting    []waitingJobs    `json:"waiting,omitempty"`
	DeadEvents []deadEvent      `json:"dead_events,omitempty"`
	DeadJobs   []deadJob        `json:"dead_jobs,omitempty"`
	Days       []activeDay      `json:"days,omitempty"` // newest first
}

// waitingJobs are the jobs of a kind that are waiting.
type waitingJobs struct {
	Kind    string    `json:"kind"`
	Jobs    int       `json:"jobs"`
	First   time.Time `json:"first,omitzero"`      // when the first is or was due
	Overdue int64     `json:"overdue_s,omitempty"` // for how many seconds that is
	Dead    int       `json:"dead,omitempty"`      // how many of the kind were given up
}

// overdueShown is for how long a job that nobody waits for is due before doctor says so as text: sweeps are due now
// and then while the server is off.
const overdueShown = time.Hour

// deadEvent is an event that a follower gave up.
type deadEvent struct {
	Follower string    `json:"follower"`
	Room     string    `json:"room"`
	Seq      int64     `json:"seq"`
	At       time.Time `json:"at"`
	Error    string    `json:"error"`
}

// deadJob is a job that was given up.
type deadJob struct {
	Kind  string    `json:"kind"`
	Key   string    `json:"key"`
	Tries int       `json:"tries"`
	At    time.Time `json:"at"`
	Error string    `json:"error"`
}

// activeDay is what happened on a day.
type activeDay struct {
	Day      string `json:"day"`
	Messages int64  `json:"messages"`
	Rooms    int64  `json:"rooms"`
	People   int64  `json:"people"`
}

// daysShown is how many days doctor prints as text; the JSON has all of them.
const daysShown = 7

func backgroundOf(w checkup.Work, now time.Time) *background {
	b := &background{Behind: w.Behind}
	for _, k := range w.Jobs {
		b.Jobs += k.Jobs
		waits := waitingJobs{Kind: k.Kind, Jobs: k.Jobs, Dead: k.Dead}
		if k.Jobs > 0 {
			waits.First = time.UnixMilli(k.Due).UTC()
			waits.Overdue = max(int64(now.Sub(waits.First)/time.Second), 0)
		}
		b.Waiting = append(b.Waiting, waits)
	}
	for _, e := range w.DeadEvents {
		b.DeadEvents = append(b.DeadEvents, deadEvent{e.Follower, e.Room, e.Seq, time.UnixMilli(e.At).UTC(), e.Error})
	}
	for _, j := range w.DeadJobs {
		b.DeadJobs = append(b.DeadJobs, deadJob{j.Kind, j.Key, j.Tries, time.UnixMilli(j.Died).UTC(), j.Error})
	}
	for i := len(w.Days) - 1; i >= 0; i-- {
		d := w.Days[i]
		b.Days = append(b.Days, activeDay{time.Unix(d.Day*24*60*60, 0).UTC().Format(time.DateOnly), d.Messages, d.Rooms, d.People})
	}
	return b
}

// write says how the jobs of a kind stand, where somebody should know.
func (k waitingJobs) write(to *strings.Builder) {
	late := time.Duration(k.Overdue) * time.Second
	switch {
	case k.Jobs == 0:
	case k.Kind == chat.LaterJob && late > 0: // what people wait for
		fmt.Fprintf(to, "%d messages and reminders wait, and the first is %s overdue, since %s\n", k.Jobs, late,
			k.First.Format(time.DateTime))
	case k.Kind == chat.LaterJob:
		fmt.Fprintf(to, "%d messages and reminders wait for their time, the first for %s\n", k.Jobs, k.First.Format(time.DateTime))
	case late >= overdueShown:
		fmt.Fprintf(to, "of %d jobs %q that wait the first is %s overdue, since %s\n", k.Jobs, k.Kind, late,
			k.First.Format(time.DateTime))
	}
	if k.Dead > 0 {
		fmt.Fprintf(to, "%d jobs %q were given up\n", k.Dead, k.Kind)
	}
}

// write writes b as text.
func (b *background) write(to *strings.Builder) {
	if b == nil {
		return
	}
	for _, f := range b.Behind {
		fmt.Fprintf(to, "the follower %s has %d events in %d rooms to process\n", f.Follower, f.Events, f.Rooms)
	}
	for _, k := range b.Waiting {
		k.write(to)
	}
	for _, e := range b.DeadEvents {
		fmt.Fprintf(to, "given up by the follower %s on %s: event %d of room %s: %s\n", e.Follower, e.At.Format(time.DateOnly), e.Seq,
			e.Room, e.Error)
	}
	for _, j := range b.DeadJobs {
		fmt.Fprintf(to, "given up on %s after %d tries: the job %q (%s): %s\n", j.At.Format(time.DateOnly), j.Tries, j.Key, j.Kind, j.Error)
	}
	for _, d := range b.Days[:min(len(b.Days), daysShown)] {
		fmt.Fprintf(to, "%s: %d messages in %d rooms by %d people\n", d.Day, d.Messages, d.Rooms, d.People)
	}
}
