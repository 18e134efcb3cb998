package sqlite

// roomTop is what the writer keeps in mind about a room.
type roomTop struct {
	num int64
	top int64
}

// roomCache is the writer's memory of rooms and their tops, so that an Append
// asks nothing. It belongs to the writer's goroutine and follows the
// transaction: what a function that failed had set is undone.
type roomCache struct {
	rooms map[string]roomTop
	log   []touched
}

// touched is one change of the cache: what was there before.
type touched struct {
	id  string
	was roomTop
	had bool
}

// roomCacheMax bounds the cache; beyond, it starts anew.
const roomCacheMax = 16_384

func newRoomCache() *roomCache { return &roomCache{rooms: make(map[string]roomTop)} }

func (c *roomCache) get(id string) (roomTop, bool) {
	r, ok := c.rooms[id]
	return r, ok
}

func (c *roomCache) set(id string, r roomTop) {
	was, had := c.rooms[id]
	c.log = append(c.log, touched{id, was, had})
	c.rooms[id] = r
}

// mark is a place to undo back to.
func (c *roomCache) mark() int { return len(c.log) }

func (c *roomCache) undo(mark int) {
	for i := len(c.log) - 1; i >= mark; i-- {
		if t := c.log[i]; t.had {
			c.rooms[t.id] = t.was
		} else {
			delete(c.rooms, t.id)
		}
	}
	c.log = c.log[:mark]
}

// keep is called after a commit.
func (c *roomCache) keep() {
	c.log = c.log[:0]
	if len(c.rooms) > roomCacheMax {
		clear(c.rooms)
	}
}
