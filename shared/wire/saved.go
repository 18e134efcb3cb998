package wire

// ItemSaved is the item of the inbox entries that tell that what the person has saved has changed.
const ItemSaved = "saved"

// Save keeps the message at Seq in the person's own list (On), Done or still to do, or takes it out. Only
// what one may read can be saved; what is saved can be done and taken out from wherever it is. A person
// saves at most limits.Saved.
type Save struct {
	Head
	Room string `json:"room" path:"room" is:"id"`
	Seq  int64  `json:"seq" path:"seq" is:"seq"`
	On   bool   `json:"on"`
	Done bool   `json:"done,omitempty"`
}

// SavedList asks for what the person has saved and has still to do, the last saved first, or for what is
// Done, the last done first.
type SavedList struct {
	Head
	Done  bool   `json:"done,omitempty" query:"done"`
	After string `json:"after,omitempty" query:"after" is:"after"`
	Limit int    `json:"limit,omitempty" query:"limit" is:"page"`
}

// SavedMessage is one of them. Quote is the message as it is now; it is absent if the person may not read
// it any more.
type SavedMessage struct {
	Room  string `json:"room"`
	Seq   int64  `json:"seq"`
	At    int64  `json:"at"`             // when it was saved, UTC milliseconds
	Done  int64  `json:"done,omitempty"` // when it was done, UTC milliseconds; 0: it is to do
	Said  int64  `json:"said,omitempty"` // when the message was sent, UTC milliseconds; with Quote
	Quote *Quote `json:"quote,omitempty"`
}

// SavedMessages answers SavedList.
type SavedMessages struct {
	Head
	Saved []SavedMessage `json:"saved"`
	Users []User         `json:"users,omitempty"` // whom the quotes are of
	Todo  int            `json:"todo"`            // how many are to do in all
	Next  string         `json:"next,omitempty"`  // the After of the next page; "": this is the last
}

// What people keep for later.
var (
	SaveMessage = Command[*Save, *OK]{
		Type: "save", Answer: TypeOK, Method: "PUT", Path: "/rooms/{room}/messages/{seq}/saved",
		Doc: "Keep a message in your own list, say that it is done, or take it out.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	ListSaved = Command[*SavedList, *SavedMessages]{
		Type: "saved.list", Answer: TypeOK, Method: "GET", Path: "/saved",
		Doc: "List what you have saved.", Repeat: RepeatReads,
	}
)
