package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// roomName is what a room is called: its name, or the other person of a
// conversation of two.
func roomName(r wire.Room) string {
	if r.Kind == wire.RoomDM {
		if r.Peer != nil {
			return r.Peer.Name
		}
		return said(text.Conversation)
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
func messageTo(r wire.Room) text.Text {
	if r.Kind == wire.RoomDM {
		return text.MessagePerson(roomName(r))
	}
	return text.MessageRoom(roomName(r))
}

// countText writes a count of unread messages, which is exact up to 99.
func countText(n int) string {
	if n >= limits.UnreadCount {
		return said(text.OrMore(limits.UnreadCount - 1))
	}
	return platform.FormatNumber(n)
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
