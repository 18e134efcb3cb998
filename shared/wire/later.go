package wire

// Deed is what the server does for a person at a time.
type Deed string

// The deeds.
const (
	DeedSend   Deed = "send"   // send Body to Room, as the person
	DeedRemind Deed = "remind" // remind the person of Body, of a message, or of both
)

// LaterState is how far something that is to be done at a time is.
type LaterState string

// The states. A message that was sent is there no more.
const (
	LaterWaiting LaterState = "waiting" // the time has not come
	LaterDue     LaterState = "due"     // a reminder: the time has come
	LaterFailed  LaterState = "failed"  // a message: it could not be sent, see Failed
)

// ItemLater is the item of the inbox entries that tell that what is to be done later has changed.
const ItemLater = "later"

// LaterAdd has the server do something at a time. CID is an id that the client makes once;
// a message that is sent has it as its own, so that it is sent once. When is a time as people name
// it, see the specification; it is in the time zone Zone, else in that of the person's profile,
// else in Here, that of the device. A person may have limits.Later of these.
type LaterAdd struct {
	Head
	CID     string `json:"cid" is:"id"`
	Does    Deed   `json:"does" is:"deed"`
	When    string `json:"when" is:"when"` // with DeedRemind it may be left out if Body begins or ends with it
	Zone    string `json:"zone,omitempty" is:"zone"`
	Here    string `json:"here,omitempty" is:"zone"`
	Room    string `json:"room,omitempty" is:"id"`
	Seq     int64  `json:"seq,omitempty" is:"seq"`      // DeedRemind: the message in Room that it is about
	ReplyTo int64  `json:"reply_to,omitempty" is:"seq"` // DeedSend
	Body    string `json:"body,omitempty" is:"caption"`

	// Of a message, as in Send. The files stay until it is sent or cancelled, and are removed if it is cancelled.
	Files    []string `json:"files,omitempty" is:"id"`
	Captions []string `json:"captions,omitempty" is:"filecaptions"`
	Thread   int64    `json:"thread,omitempty" is:"seq"`
	InRoom   bool     `json:"in_room,omitempty"`
}

// LaterSet changes what is to be done: fields that are absent stay as they are. A new When makes it
// wait again.
type LaterSet struct {
	Head
	Item string  `json:"item" path:"item" is:"id"`
	When string  `json:"when,omitempty" is:"when"`
	Zone string  `json:"zone,omitempty" is:"zone"`
	Here string  `json:"here,omitempty" is:"zone"`
	To   *string `json:"to,omitempty" is:"id"`        // the room to send to: if it is another one, as no reply
	Body *string `json:"body,omitempty" is:"caption"` // may be empty if the message has files
}

// LaterRef names one of the things that are to be done, or that a reminder is of.
type LaterRef struct {
	Head
	Item string `json:"item" path:"item" is:"id"`
}

// LaterList asks for what the server is to do for the person, and for what it could not do: what is
// due first comes first.
type LaterList struct {
	Head
	After string `json:"after,omitempty" query:"after" is:"after"`
	Limit int    `json:"limit,omitempty" query:"limit" is:"page"`
}

// Later is one of these things.
type Later struct {
	ID      string     `json:"id"` // the CID it was made with
	Does    Deed       `json:"does"`
	State   LaterState `json:"state"`
	At      int64      `json:"at"`   // UTC milliseconds
	Zone    string     `json:"zone"` // the time zone in which the time was named
	Room    string     `json:"room,omitempty"`
	Seq     int64      `json:"seq,omitempty"`
	ReplyTo int64      `json:"reply_to,omitempty"`
	Thread  int64      `json:"thread,omitempty"`
	InRoom  bool       `json:"in_room,omitempty"`
	Files   []File     `json:"files,omitempty"`
	Body    string     `json:"body,omitempty"`
	Quote   *Quote     `json:"quote,omitempty"`  // the message at Seq as it is now; absent if the person may not read it
	Failed  *Failure   `json:"failed,omitempty"` // why it could not be done
}

// Failure is why something could not be done, as in a Nack.
type Failure struct {
	Code    Code   `json:"code"`
	Message string `json:"message"`
	Reason
}

// LaterInfo answers LaterAdd and LaterSet. Shift is "gap" if the clocks skip the time that was named, so
// that a later one was taken, and "twice" if it comes twice, so that the first was.
type LaterInfo struct {
	Head
	Later Later  `json:"later"`
	Shift string `json:"shift,omitempty"`
	Dup   bool   `json:"dup,omitempty"`
}

// Laters answers LaterList.
type Laters struct {
	Head
	Laters []Later `json:"laters"`
	Users  []User  `json:"users,omitempty"` // whom the quotes are of
	Next   string  `json:"next,omitempty"`
}

// What is done later.
var (
	AddLater = Command[*LaterAdd, *LaterInfo]{
		Type: "later.add", Answer: TypeOK, Method: "POST", Path: "/later",
		Doc: "Have a message sent, or be reminded, at a time.", Lane: LaneRoom, Repeat: RepeatNumbered,
	}
	SetLater = Command[*LaterSet, *LaterInfo]{
		Type: "later.set", Answer: TypeOK, Method: "PATCH", Path: "/later/{item}",
		Doc: "Change what is to be done later, or when.", Repeat: RepeatNumbered,
	}
	EndLater = Command[*LaterRef, *OK]{
		Type: "later.end", Answer: TypeOK, Method: "DELETE", Path: "/later/{item}",
		Doc: "Cancel what is to be done later, or say that a reminder is done with.", Repeat: RepeatNumbered,
	}
	ListLater = Command[*LaterList, *Laters]{
		Type: "later.list", Answer: TypeOK, Method: "GET", Path: "/later",
		Doc: "List what is to be done later, and what could not be done.", Repeat: RepeatReads,
	}
)
