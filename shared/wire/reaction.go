package wire

// ReactionList asks who reacted to a message with an emoji, the first one first.
type ReactionList struct {
	Head
	Room  string `json:"room" path:"room" is:"id"`
	Seq   int64  `json:"seq" path:"seq" is:"seq"`
	Emoji string `json:"emoji" query:"emoji" is:"emoji"`
	After int64  `json:"after,omitempty" query:"after" is:"seq"`
	Limit int    `json:"limit,omitempty" query:"limit" is:"page"`
}

// Reactors answers ReactionList.
type Reactors struct {
	Head
	Users []User `json:"users"`
	Next  int64  `json:"next,omitempty"` // the After of the next page; 0: this is the last
}

// ListReactions reads who reacted.
var ListReactions = Command[*ReactionList, *Reactors]{
	Type: "reaction.list", Answer: TypeOK, Method: "GET", Path: "/rooms/{room}/messages/{seq}/reactions",
	Doc: "List the people who reacted to a message with an emoji, the first one first.", Repeat: RepeatReads,
}
