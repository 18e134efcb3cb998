package wire

// Pin pins the message at Seq (On), so that everyone in the room finds it again, or
// takes the pin away: whoever put it there, the room's host, and the workspace's
// admins may. A room has at most limits.Pins. What is so already is acknowledged
// with the seq of the last change.
type Pin struct {
	Head
	Room string `json:"room" path:"room" is:"id"`
	Seq  int64  `json:"seq" path:"seq" is:"seq"`
	On   bool   `json:"on"`
}

// PinList asks for the pinned messages of a room, those that were pinned last
// first.
type PinList struct {
	Head
	Room  string `json:"room" path:"room" is:"id"`
	After int64  `json:"after,omitempty" query:"after" is:"seq"`
	Limit int    `json:"limit,omitempty" query:"limit" is:"page"`
}

// Pins answers PinList, with messages as they are in a Page.
type Pins struct {
	Head
	Pins  []Event `json:"pins"`
	Users []User  `json:"users,omitempty"` // everyone they speak of
	Next  int64   `json:"next,omitempty"`  // the After of the next page; 0: this is the last
}

// What is pinned.
var (
	PinMessage = Command[*Pin, *Ack]{
		Type: "pin", Answer: TypeAck, Method: "PUT", Path: "/rooms/{room}/messages/{seq}/pin",
		Doc: "Pin a message, or take the pin away.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	ListPins = Command[*PinList, *Pins]{
		Type: "pin.list", Answer: TypeOK, Method: "GET", Path: "/rooms/{room}/pins",
		Doc: "List the pinned messages of a room, the last pinned first.", Repeat: RepeatReads,
	}
)
