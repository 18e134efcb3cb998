package wire

// Poll is what a message asks: it is sent with it, and is its Detail. The text of the message is the question.
type Poll struct {
	Choices []string `json:"choices"`          // from limits.PollFewest to limits.PollMost, all different
	Many    bool     `json:"many,omitempty"`   // several of them can be chosen
	Hidden  bool     `json:"hidden,omitempty"` // nobody is told who chose what
	Closes  int64    `json:"closes,omitempty"` // UTC milliseconds; 0: when its author closes it
}

// Ballot is the Detail of a KindVote: somebody, who is Author unless the poll is hidden, has chosen Now instead of
// Was, or, if Closed, the author of the poll has closed it. Choices are a sum: 1 is the first, 2 the second, 4 the
// third and so on; 0 is none.
type Ballot struct {
	Of     int  `json:"of"` // how many choices there are
	Was    int  `json:"was,omitempty"`
	Now    int  `json:"now,omitempty"`
	Closed bool `json:"closed,omitempty"`
}

// Tally is what a poll has come to.
type Tally struct {
	Choices []Chosen `json:"choices"` // in the order of Poll.Choices
	Voters  int      `json:"voters"`
	Closed  int64    `json:"closed,omitempty"` // when its author closed it, UTC milliseconds
}

// Chosen is how often something was chosen. Of those who did, the first are named, unless the poll is hidden.
type Chosen struct {
	Count int      `json:"count"`
	Me    bool     `json:"me,omitempty"` // the reader did
	Users []string `json:"users,omitempty"`
}

// Vote chooses in the poll at Seq, instead of what the sender chose before: a sum as in Ballot; 0 takes the vote back.
type Vote struct {
	Head
	Room    string `json:"room" path:"room" is:"id"`
	Seq     int64  `json:"seq" path:"seq" is:"seq"`
	Choices int    `json:"choices" is:"choices"`
}

// PollClose closes the poll at Seq. Its author may, and who may delete it.
type PollClose struct {
	Head
	Room string `json:"room" path:"room" is:"id"`
	Seq  int64  `json:"seq" path:"seq" is:"seq"`
}

// VoteList asks who chose something in the poll at Seq, which is not hidden: 0 is the first choice. After is the id of
// the last person of the page before.
type VoteList struct {
	Head
	Room   string `json:"room" path:"room" is:"id"`
	Seq    int64  `json:"seq" path:"seq" is:"seq"`
	Choice int    `json:"choice" query:"choice" is:"choice"`
	After  string `json:"after,omitempty" query:"after" is:"id"`
	Limit  int    `json:"limit,omitempty" query:"limit" is:"page"`
}

// Voters answers VoteList.
type Voters struct {
	Head
	Users []User `json:"users"`
	Next  string `json:"next,omitempty"` // the After of the next page; "": this is the last
}

// Polls.
var (
	CastVote = Command[*Vote, *Ack]{
		Type: "vote", Answer: TypeAck, Method: "PUT", Path: "/rooms/{room}/messages/{seq}/vote",
		Doc: "Choose in a poll, or take your vote back.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	ClosePoll = Command[*PollClose, *Ack]{
		Type: "poll.close", Answer: TypeAck, Method: "POST", Path: "/rooms/{room}/messages/{seq}/close",
		Doc: "Close a poll.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	ListVotes = Command[*VoteList, *Voters]{
		Type: "vote.list", Answer: TypeOK, Method: "GET", Path: "/rooms/{room}/messages/{seq}/votes",
		Doc: "List who chose something in a poll.", Repeat: RepeatReads,
	}
)
