package engine

import (
	"strings"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/wire"
)

// The keys of the Store. The keys of messages sort in the order of writing, because a
// cid begins with its time.
const (
	keySelf   = "self"
	keyEmoji  = "emoji"
	keyRoom   = "room/"
	keyPage   = "page/"   // and a room, or a state.ThreadID
	keyThread = "threads" // the threads of which there are pages, the one that was open last first
	keyLetter = "outbox/"
	keyChange = "outbox+"
	keyOutbox = "outbox" // how both begin
)

// storedSelf is the record "self". V is the form of all records; records of
// another form are not read.
type storedSelf struct {
	V         int       `json:"v"`
	Me        wire.User `json:"me"`
	Workspace string    `json:"workspace"`
	UserTop   int64     `json:"user_top"`
}

const recordForm = 1

// storedRoom is a record "room/ID". Unsent is a read marker the server does not
// know of yet, and Back the message before which it is to be set back; 0: none.
type storedRoom struct {
	Room   wire.Room `json:"room"`
	Unsent int64     `json:"unsent,omitempty"`
	Back   int64     `json:"back,omitempty"`
}

// outboxRecord is a record "outbox/CID", a message, or "outbox+CID", a change to one. They have
// different keys because earlier versions of this program know messages only, and would
// send a change as one.
type outboxRecord struct {
	CID     string      `json:"cid"`
	User    string      `json:"user,omitempty"`
	Room    string      `json:"room"`
	Place   string      `json:"place,omitempty"` // the room's name
	Body    string      `json:"body"`
	ReplyTo int64       `json:"reply_to,omitempty"`
	Thread  int64       `json:"thread,omitempty"`
	InRoom  bool        `json:"in_room,omitempty"`
	Files   []wire.File `json:"files,omitempty"` // which the server has
	Poll    *wire.Poll  `json:"poll,omitempty"`
	At      int64       `json:"at"`
	Fail    *wire.Error `json:"fail,omitempty"`  // it was refused for good
	Fresh   bool        `json:"fresh,omitempty"` // no tab has sent it yet

	Forward *wire.Forwarded `json:"forward,omitempty"` // what it forwards; Files are then those of that

	// Of changes:
	Change wire.Kind `json:"change,omitempty"`
	Seq    int64     `json:"seq,omitempty"` // of the message; 0: it is not in the log yet
	Of     string    `json:"of,omitempty"`  // and its cid
	Emoji  string    `json:"emoji,omitempty"`
	On     bool      `json:"on,omitempty"`
	Votes  int       `json:"votes,omitempty"` // what is chosen in a poll, as in wire.Ballot
	Until  int64     `json:"until,omitempty"` // of a deletion that can be undone: when it is sent, UTC milliseconds; 0: it cannot
}

func (k *outboxRecord) key() string {
	if k.Change != "" {
		return keyChange + k.CID
	}
	return keyLetter + k.CID
}

func (k *outboxRecord) kind() wire.Kind {
	if k.Change != "" {
		return k.Change
	}
	return wire.KindMessage
}

// fileIDs are the ids of a message's own files.
func (k *outboxRecord) fileIDs() (ids []string) {
	if k.Forward != nil {
		return nil
	}
	for i := range k.Files {
		ids = append(ids, k.Files[i].ID)
	}
	return ids
}

// captions are what is said of a message's files, nil if nothing is.
func (k *outboxRecord) captions() (said []string) {
	for i := range k.Files {
		if k.Files[i].Caption == "" {
			continue
		}
		if said == nil {
			said = make([]string, len(k.Files))
		}
		said[i] = k.Files[i].Caption
	}
	return said
}

func (k *outboxRecord) record() Record { return Record{k.key(), encode(k)} }

func parseOutboxRecord(r Record) (k outboxRecord, ok bool) {
	err := wire.Unmarshal([]byte(r.Value), &k)
	return k, err == nil && k.CID != "" && k.Room != "" && k.key() == r.Key
}

// compareCID is the order of writing.
func compareCID(a, b string) int { return strings.Compare(a, b) }

func selfRecord(s *state.State) Record {
	return Record{keySelf, encode(storedSelf{recordForm, s.Me, s.Workspace, s.UserTop})}
}

func parseSelf(value string) (in state.RestoredSelf, ok bool) {
	var k storedSelf
	if value == "" || wire.Unmarshal([]byte(value), &k) != nil || k.V != recordForm || k.Me.ID == "" {
		return in, false
	}
	return state.RestoredSelf{Me: k.Me, Workspace: k.Workspace, UserTop: k.UserTop, Users: []wire.User{k.Me}}, true
}

func roomRecord(r *state.Room, unsent, back int64) Record {
	return Record{keyRoom + r.Info.ID, encode(storedRoom{r.Info, unsent, back})}
}

func parseRoom(r Record) (info wire.Room, unsent, back int64, ok bool) {
	var k storedRoom
	err := wire.Unmarshal([]byte(r.Value), &k)
	return k.Room, k.Unsent, k.Back, err == nil && k.Room.ID != "" && keyRoom+k.Room.ID == r.Key
}

// pageRecord is the newest part of a live window, of a room or of a thread, in the form the server would
// give it.
func pageRecord(s *state.State, r *state.Room) Record {
	items, from := r.Items, r.From
	if len(items) > keepItems {
		from = items[len(items)-keepItems-1].Event.Seq + 1
		items = items[len(items)-keepItems:]
	}
	// Never beyond the cursor, so that what follows it is applied after a start.
	p := wire.Page{Room: r.Info.ID, Epoch: r.Info.Epoch, From: from, To: min(r.To, r.Info.Top), AsOf: r.Info.Top}
	p.Thread = r.Root
	people := map[string]struct{}{}
	speak := func(id string) {
		if _, done := people[id]; done {
			return
		}
		people[id] = struct{}{}
		if u, ok := s.Users[id]; ok {
			p.Users = append(p.Users, u)
		}
	}
	for _, it := range items {
		if it.Event.Seq > p.To {
			break
		}
		if r.Root != 0 && it.Event.Seq == r.Root {
			p.Root, p.From = &it.Event, r.Root+1
			effect.SpeaksOf(&it.Event, speak)
			continue
		}
		p.Events = append(p.Events, it.Event)
		effect.SpeaksOf(&it.Event, speak)
	}
	value, err := wire.Append(nil, &p)
	if err != nil {
		panic("engine: " + err.Error()) // a fault of the program
	}
	return Record{keyPage + state.ThreadID(r.Info.ID, r.Root), string(value)}
}

func encode(v any) string { return string(wire.Marshal(v)) }
