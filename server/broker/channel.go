package broker

import (
	"hash/fnv"
	"strconv"

	"github.com/confab/confab/server/cluster"
)

// channels is the number of channels that share the hints.
const channels = 64

// channelOf returns the number of m's channel. All hints of one room go
// through one channel, which keeps their order.
func channelOf(m *Message) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(subject(m))) // it never fails
	return int(h.Sum32() % channels)
}

// subject returns the room, or else the person or session, that m is about.
func subject(m *Message) string {
	switch {
	case m.Room != "":
		return m.Room
	case m.Typing != nil:
		return m.Typing.Room
	case len(m.Inbox) > 0:
		return m.Inbox[0].User
	case len(m.Users) > 0:
		return m.Users[0].ID
	case len(m.Ended) > 0:
		return m.Ended[0]
	}
	first := ""
	for user := range m.Presence {
		if first == "" || user < first {
			first = user
		}
	}
	return first
}

// channelName returns the channel's name in Redis. Because of the braces, only
// the number decides on which node of a Redis Cluster it is.
func channelName(link *cluster.Link, n int) string {
	return link.Key("hint:{" + strconv.Itoa(n) + "}")
}
