package bench

import (
	"fmt"
	"time"

	"github.com/confab/confab/server/proof/history"
	"github.com/confab/confab/shared/limits"
)

// The clients a load can have.
const (
	ClientEngine = "engine" // what people's devices run: app/engine, with all its state
	ClientLean   = "lean"   // checks that seqs are dense and records for the history; costs less than a server
)

// Load is one way of using the server. The rooms, their members and the people
// must have been prepared.
type Load struct {
	Name    string  `json:"name"`
	Rooms   int     `json:"rooms"`
	Members int     `json:"members"` // of each room, all connected
	Senders int     `json:"senders"` // of each room
	Rate    float64 `json:"rate"`    // open loop: messages a second, all senders together; 0: closed loop
	// closed loop: messages of a sender on their way at once, limits.UnackedSends at most; 0: 1
	InFlight int `json:"in_flight"`
	// closed loop: a message is on its way until all members have it, not only its sender
	Lockstep bool          `json:"lockstep,omitempty"`
	Messages int           `json:"messages"`              // in all; 0: as many as Duration takes
	Duration time.Duration `json:"duration_ns,omitempty"` // how long messages are sent; 0: until Messages are
	Size     int           `json:"size"`                  // bytes of a message's text; 0: 150
	Client   string        `json:"client"`                // ClientEngine or ClientLean; "": ClientEngine
	Patience time.Duration `json:"-"`                     // until all are connected, and until the last delivery; 0: two minutes
}

// Result is the result of a load. What is unknown is left out.
type Result struct {
	Load       Load          `json:"load"`
	Partial    string        `json:"partial,omitempty"` // why it is not all that the load wanted
	Nodes      int           `json:"nodes"`             // servers the clients were spread over
	Pinned     bool          `json:"pinned"`            // the servers have one processor core together, the generator has another
	Took       time.Duration `json:"took_ns"`           // from the first Send to the last delivery
	Messages   int64         `json:"messages"`          // acknowledged
	PutOff     int64         `json:"put_off,omitempty"` // answers "later"; the messages were sent again
	Deliveries int64         `json:"deliveries"`
	Reconnects int64         `json:"reconnects,omitempty"` // connections that were made again
	Ack        Quantiles     `json:"ack"`                  // from Send, or when it was due, to ack
	Delivery   Quantiles     `json:"delivery"`             // from Send, or when it was due, to delivery
	Near       *Quantiles    `json:"delivery_same_node,omitempty"`
	Far        *Quantiles    `json:"delivery_other_node,omitempty"`
	Added      *Quantiles    `json:"added_by_other_node,omitempty"` // from the first delivery on the sender's node to one on another
	// open loop: from when a message was due until the generator came to it
	Late Quantiles `json:"generator_late"`
	// messages between the member of a room who had come furthest and the last one, at most
	Apart     int64          `json:"apart"`
	CPU       time.Duration  `json:"server_cpu_ns,omitempty"`
	Generator time.Duration  `json:"generator_cpu_ns,omitempty"`
	Memory    *Memory        `json:"server_memory,omitempty"`
	History   history.Report `json:"history"`
}

// Quantiles are the times that 50, 95 and 99 % did not exceed.
type Quantiles struct {
	P50 time.Duration `json:"p50_ns"`
	P95 time.Duration `json:"p95_ns"`
	P99 time.Duration `json:"p99_ns"`
}

func quantiles(t *Times) Quantiles { return Quantiles{t.At(0.5), t.At(0.95), t.At(0.99)} }

// PerSecond returns the number of deliveries per second.
func (r Result) PerSecond() float64 { return float64(r.Deliveries) / max(r.Took.Seconds(), 1e-9) }

// Terms describes briefly who sends, how many messages are under way at once, and
// on how many processor cores.
func (r Result) Terms() (senders, flight, cores string) {
	n := r.Load.Rooms * r.Load.Senders
	senders, cores = count(float64(n)), "shared"
	if r.Pinned {
		cores = "1 + 1"
	}
	switch {
	case r.Load.Rate > 0:
		flight = "as due"
	case r.Load.Lockstep:
		flight = fmt.Sprintf("%d x %d, to all", n, r.Load.InFlight)
	default:
		flight = fmt.Sprintf("%d x %d", n, r.Load.InFlight)
	}
	return senders, flight, cores
}

// Sends returns the number of acknowledged messages per second.
func (r Result) Sends() float64 { return float64(r.Messages) / max(r.Took.Seconds(), 1e-9) }

// PerDelivery returns the servers' processor time for each delivery; 0: unknown.
func (r Result) PerDelivery() time.Duration {
	return time.Duration(float64(r.CPU) / float64(max(r.Deliveries, 1)))
}

// GeneratorPerDelivery returns the generator's processor time for each delivery.
func (r Result) GeneratorPerDelivery() time.Duration {
	return time.Duration(float64(r.Generator) / float64(max(r.Deliveries, 1)))
}

// withDefaults fills in what was left out.
func (l Load) withDefaults() Load {
	if l.Size == 0 {
		l.Size = 150
	}
	if l.InFlight == 0 {
		l.InFlight = 1
	}
	if l.Rate > 0 {
		l.InFlight = limits.UnackedSends // arrivals do not wait for answers
	}
	if l.Client == "" {
		l.Client = ClientEngine
	}
	if l.Patience == 0 {
		l.Patience = 2 * time.Minute
	}
	if l.Messages == 0 {
		l.Messages = mostMessages
		if l.Rate > 0 && l.Duration > 0 {
			l.Messages = min(mostMessages, max(1, int(l.Rate*l.Duration.Seconds())))
		}
	}
	return l
}
