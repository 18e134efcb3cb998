package bench

import (
	"slices"
	"sync"
	"time"
)

// sampling is how often memory is read during a load.
const sampling = 100 * time.Millisecond

// Memory is the resident memory of a load's servers, in bytes.
type Memory struct {
	Before int64 `json:"before"`     // anyone connected
	Peak   int64 `json:"peak"`       // the highest sample of the load
	Steady int64 `json:"steady"`     // the median of the load's second half
	Each   int64 `json:"connection"` // for each connection, before the load
}

// Usage is what servers have used.
type Usage struct {
	RSS int64         // resident memory, bytes
	CPU time.Duration // user and system time since their start
}

// Target is what a load is put on: one server, or several that share a database.
type Target struct {
	URLs   []string
	Usage  func() (Usage, error) // of all servers together; nil: not known
	Pinned bool                  // see Result
}

// meter reads what the servers use while a load runs.
type meter struct {
	usage   func() (Usage, error)
	idle    Usage         // with nobody connected
	ready   Usage         // with everybody connected
	own     time.Duration // the generator's processor time at ready
	end     chan struct{}
	ended   sync.WaitGroup
	samples []int64
	failed  error
}

// newMeter reads what the servers use before anyone is connected.
func newMeter(t Target) (*meter, error) {
	m := &meter{usage: t.Usage, end: make(chan struct{})}
	if m.usage == nil {
		return m, nil
	}
	var err error
	m.idle, err = m.usage()
	return m, err
}

// begin is called when all are connected; samples are taken until result.
func (m *meter) begin() (err error) {
	m.own = ownCPU()
	if m.usage == nil {
		return nil
	}
	if m.ready, err = m.usage(); err != nil {
		return err
	}
	m.ended.Go(func() {
		tick := time.NewTicker(sampling)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
			case <-m.end:
				return
			}
			u, err := m.usage()
			if err != nil {
				m.failed = err
				return
			}
			m.samples = append(m.samples, u.RSS)
		}
	})
	return nil
}

// stop ends the samples; it must be called once.
func (m *meter) stop() {
	close(m.end)
	m.ended.Wait()
}

// result fills in what the load has cost, after stop.
func (m *meter) result(r *Result, clients int) error {
	r.Generator = ownCPU() - m.own
	if m.usage == nil {
		return nil
	}
	last, err := m.usage()
	if err != nil || m.failed != nil {
		return firstOf(m.failed, err)
	}
	all := append(m.samples, last.RSS)
	late := slices.Sorted(slices.Values(all[len(all)/2:]))
	r.CPU = last.CPU - m.ready.CPU
	r.Memory = &Memory{
		Before: m.idle.RSS, Peak: max(slices.Max(all), m.ready.RSS), Steady: late[len(late)/2],
		Each: (m.ready.RSS - m.idle.RSS) / int64(max(clients, 1)),
	}
	return nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
