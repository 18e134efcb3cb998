package wire

// Thread is what a message's State says of the replies in its thread.
type Thread struct {
	Replies int     `json:"replies"`        // without those that were erased
	Last    []Reply `json:"last,omitempty"` // the last ones, one of each person, at most limits.Repliers, the newest last
}

// Reply is a reply in a thread, as the message that it is under tells of it.
type Reply struct {
	User string `json:"user"`
	Seq  int64  `json:"seq"`
	At   int64  `json:"at"` // UTC milliseconds
}
