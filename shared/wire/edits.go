package wire

// EditList asks for the texts that the message at Seq had, the last first.
type EditList struct {
	Head
	Room  string `json:"room" path:"room" is:"id"`
	Seq   int64  `json:"seq" path:"seq" is:"seq"`
	After int64  `json:"after,omitempty" query:"after" is:"seq"`
	Limit int    `json:"limit,omitempty" query:"limit" is:"page"`
}

// Edits answers EditList: the edits of the message (KindEdit), the last first, and at the end
// the message as it was sent.
type Edits struct {
	Head
	Edits []Event `json:"edits"`
	Next  int64   `json:"next,omitempty"` // the After of the next page; 0: this is the last
}

// ListEdits reads what a message said before it was edited.
var ListEdits = Command[*EditList, *Edits]{
	Type: "edit.list", Answer: TypeOK, Method: "GET", Path: "/rooms/{room}/messages/{seq}/edits",
	Doc: "List the texts that a message had, the last first.", Repeat: RepeatReads,
}
