package broker

import (
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// OfCommit divides a commit into hints, in the order in which they must be
// published: first people who were removed, changed or signed out, so that they
// get nothing of the rest, then one hint for each room.
func OfCommit(c store.Commit) []Message {
	var all []Message
	if len(c.Inbox) > 0 || len(c.Users) > 0 || len(c.Ended) > 0 || c.Emoji > 0 {
		all = append(all, Message{Inbox: c.Inbox, Emoji: c.Emoji, Users: c.Users, Ended: c.Ended})
	}
	if len(c.Events) == 1 { // nearly always, when the server is not busy
		e := c.Events[0]
		return append(all, Message{Room: e.Room, First: e.Seq, Last: e.Seq, Events: c.Events})
	}
	at := map[string]int{}
	counts := map[string]int{}
	for i := range c.Events {
		counts[c.Events[i].Room]++
	}
	for _, e := range c.Events {
		i, ok := at[e.Room]
		if !ok {
			i = len(all)
			at[e.Room] = i
			all = append(all, Message{Room: e.Room, First: e.Seq, Events: make([]wire.Event, 0, counts[e.Room])})
		}
		all[i].Last = e.Seq
		all[i].Events = append(all[i].Events, e)
	}
	return all
}
