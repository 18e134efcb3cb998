package presence

import "slices"

// changes are the changes of people's states on this node that have not
// been sent to Redis yet: only the newest of each person, in the order in which they first
// changed. Redis.mu protects them.
type changes struct {
	order  []string
	states map[string]string
}

func (c *changes) put(user, state string) {
	if _, ok := c.states[user]; !ok {
		c.order = append(c.order, user)
	}
	c.states[user] = state
}

// list returns the changes.
func (c *changes) list() []userState {
	list := make([]userState, 0, len(c.order))
	for _, user := range c.order {
		list = append(list, userState{user, c.states[user]})
	}
	return list
}

// done removes the changes in list, except those of people who changed again.
func (c *changes) done(list []userState) {
	for _, w := range list {
		if c.states[w.user] == w.state {
			delete(c.states, w.user)
		}
	}
	c.order = slices.DeleteFunc(c.order, func(user string) bool {
		_, ok := c.states[user]
		return !ok
	})
}
