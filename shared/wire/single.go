package wire

// MessageRef names a message.
type MessageRef struct {
	Head
	Room string `json:"room" path:"room" is:"id"`
	Seq  int64  `json:"seq" path:"seq" is:"seq"`
}

// MessageInfo answers MessageRef: the message as a Page shows it.
type MessageInfo struct {
	Head
	Message Event  `json:"message"`
	Users   []User `json:"users,omitempty"` // all people whom it refers to
}

// GetMessage reads one message, for a link to it.
var GetMessage = Command[*MessageRef, *MessageInfo]{
	Type: "message.get", Answer: TypeOK, Method: "GET", Path: "/rooms/{room}/messages/{seq}",
	Doc: "Read one message.", Repeat: RepeatReads,
}
