package rowhtml

// Words are the texts of rows that are not written by people. The zero value would show nothing;
// begin with [English] and translate all of them.
type Words struct {
	AddReaction string // names the button
	Before      string // stands for the message replied to if the reader may not see it
	CannotShow  string // stands for a message that could not be drawn
	CopyCode    string // names the button
	Deleted     string // stands for a deleted message
	Discard     string // button of a failed message
	Edited      string // behind an edited message
	InReplyTo   string // read aloud before the author of the message replied to
	New         string // the divider before the first unread message
	NotSent     string // stands for the reason if there is none
	Reactions   string // names the group
	Retry       string // button of a failed message
	Sending     string // state of a pending message
}

// English are the words in English.
var English = Words{
	AddReaction: "Add reaction",
	Before:      "A message from before you joined",
	CannotShow:  "This message cannot be shown",
	CopyCode:    "Copy code",
	Deleted:     "This message was deleted",
	Discard:     "Delete",
	Edited:      "(edited)",
	InReplyTo:   "In reply to",
	New:         "New",
	NotSent:     "Not sent.",
	Reactions:   "Reactions",
	Retry:       "Try again",
	Sending:     "Sending",
}
