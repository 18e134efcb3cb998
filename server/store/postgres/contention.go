package postgres

import "sync"

// contention counts the Updates of this node that append to each room right now.
// Where there is one, a second one would wait for the first one's commit: it
// joins a group instead. Safe for concurrent use.
type contention struct {
	mu    sync.Mutex
	rooms map[string]int
}

func newContention() *contention { return &contention{rooms: make(map[string]int)} }

// enter reports whether others are in room already.
func (c *contention) enter(room string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.rooms[room]++
	return c.rooms[room] > 1
}

func (c *contention) leave(room string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rooms[room]--; c.rooms[room] == 0 {
		delete(c.rooms, room)
	}
}
