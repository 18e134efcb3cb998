package ui

import (
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// roomName is what a room is called: its name, or the other person of a
// conversation of two.
func roomName(r wire.Room) string {
	if r.Kind == wire.RoomDM {
		if r.Peer != nil {
			return r.Peer.Name
		}
		return "Conversation"
	}
	return r.Name
}

// roomIcon is the icon of a room that is not a conversation.
func roomIcon(r wire.Room) string {
	if r.Kind == wire.RoomPrivate {
		return "lock"
	}
	return "hash"
}

// messageTo is what the composer invites to: "Message #launch-week".
func messageTo(r wire.Room) string {
	if r.Kind == wire.RoomDM {
		return "Message " + roomName(r)
	}
	return "Message #" + roomName(r)
}

// countText writes a count of unread messages, which is exact up to 99.
func countText(n int) string {
	if n >= limits.UnreadCount {
		return strconv.Itoa(limits.UnreadCount-1) + "+"
	}
	return strconv.Itoa(n)
}

// plural writes "1 member", "2 members", "15,757 members".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return platform.FormatNumber(n) + " " + many
}

// nameList writes "Ann", "Ann and Bo", "Ann, Bo and 3 others".
func nameList(names []string) string {
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0]
	case 2:
		return names[0] + " and " + names[1]
	case 3:
		return names[0] + ", " + names[1] + " and " + names[2]
	}
	return names[0] + ", " + names[1] + " and " + strconv.Itoa(len(names)-2) + " others"
}

// presenceText says a presence state in words.
func presenceText(state string) string {
	switch state {
	case wire.Online:
		return "here now"
	case wire.Away:
		return "away"
	}
	return "offline"
}

// dotClass is the class of the presence dot: full, ring, or hollow.
func dotClass(state string) string {
	switch state {
	case wire.Online:
		return "dot"
	case wire.Away:
		return "dot dot--away"
	}
	return "dot dot--off"
}
