package bench

import "time"

// apartEvery is how often it is looked how far apart the members of rooms are.
const apartEvery = 100 * time.Millisecond

// follow looks how many messages lie between the member of a room who has come
// furthest and the one who has come least far, until stop is called, which
// returns the most. In a closed loop a sender goes on when it has its own
// message: others may fall behind, and the server then writes to each what it
// lacks instead of the same to all, which costs it more.
func (r *run) follow() (stop func() int64) {
	end, most := make(chan struct{}), make(chan int64)
	go func() {
		tick := time.NewTicker(apartEvery)
		defer tick.Stop()
		var apart int64
		for {
			select {
			case <-tick.C:
				apart = max(apart, r.apart())
			case <-end:
				most <- apart
				return
			}
		}
	}()
	return func() int64 {
		close(end)
		return <-most
	}
}

// apart is how far apart the members of a room are now, of the room where that
// is most.
func (r *run) apart() (most int64) {
	type span struct{ least, most int64 }
	rooms := map[string]span{}
	for _, c := range r.clients {
		c.mu.Lock()
		for id, p := range c.rooms {
			s, ok := rooms[id]
			if !ok {
				s = span{p.last, p.last}
			}
			rooms[id] = span{min(s.least, p.last), max(s.most, p.last)}
		}
		c.mu.Unlock()
	}
	for _, s := range rooms {
		most = max(most, s.most-s.least)
	}
	return most
}
