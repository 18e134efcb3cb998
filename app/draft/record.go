package draft

import (
	"context"
	"strconv"
	"strings"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// Target is what a draft is for.
type Target struct {
	Room   string
	Thread int64  // the seq of the message that the thread is about; 0: none
	Edit   string // the message that is being edited: its seq, or its cid while it waits to be sent; "": none
}

// Message returns the message that is being edited.
func (t Target) Message() engine.Target {
	if seq, err := strconv.ParseInt(t.Edit, 10, 64); err == nil && len(t.Edit) < 20 {
		return engine.Target{Room: t.Room, Seq: seq}
	}
	return engine.Target{Room: t.Room, CID: t.Edit}
}

// Draft is a message begun and not sent.
type Draft struct {
	Text    string
	ReplyTo int64 // the seq of the message being answered; 0: none
	// Aside is the length in bytes of a text that was put aside because it is too long
	// for a message; see Book.Aside. 0: there is none.
	Aside int
	At    int64 // when it was changed last, UTC milliseconds
	Rev   int64 // of what the server has of it; 0: it has nothing
	Told  bool  // the server has it as it is here
}

// Blank reports whether there is nothing that the person would miss.
func (d Draft) Blank() bool { return d.Aside == 0 && strings.TrimSpace(d.Text) == "" }

// and returns a draft with what was written later without knowing it behind it.
func (d Draft) and(later Draft) Draft {
	switch {
	case later.empty():
		return d
	case d.Text == "" || d.Text == later.Text:
	case later.Text == "":
		later.Text = d.Text
	default:
		later.Text = d.Text + "\n" + later.Text
	}
	if later.ReplyTo == 0 {
		later.ReplyTo = d.ReplyTo
	}
	later.Aside = max(d.Aside, later.Aside)
	return later
}

func (d Draft) empty() bool {
	return d.Text == "" && d.ReplyTo == 0 && d.Aside == 0 && (d.Rev == 0 || d.Told)
}

// TextMax is the length in bytes from which a text is put aside.
const TextMax = 4 * limits.Body

// The keys of the store. What follows prefixDraft is USER/ROOM, then "/t" and a thread,
// then "/e" and a message, if there are any; a text put aside has the same behind
// prefixAside. Versions before this one kept all drafts of a person in one record,
// keyOwned, and before that without the person, in keyBare.
const (
	prefixDraft = "draft/"
	prefixAside = "aside/"
	keyOwned    = "drafts of"
	keyBare     = "drafts"
)

// kept is a record of a draft.
type kept struct {
	Text    string `json:"t,omitempty"`
	ReplyTo int64  `json:"r,omitempty"`
	Aside   int    `json:"a,omitempty"`
	At      int64  `json:"at"`
	Rev     int64  `json:"v,omitempty"`
	Told    bool   `json:"s,omitempty"`
}

// oldDraft and oldDrafts are the records of earlier versions.
type oldDraft struct {
	Text    string `json:"t"`
	ReplyTo int64  `json:"r,omitempty"`
}

type oldDrafts struct {
	User  string              `json:"u"`
	Rooms map[string]oldDraft `json:"r"`
}

// name returns what follows the prefix in the key of a person's draft.
func name(user string, t Target) string {
	key := user + "/" + t.Room
	if t.Thread != 0 {
		key += "/t" + strconv.FormatInt(t.Thread, 10)
	}
	if t.Edit != "" {
		key += "/e" + t.Edit
	}
	return key
}

// parseName is the reverse of name.
func parseName(key string) (user string, t Target, ok bool) {
	parts := strings.Split(key, "/")
	if len(parts) < 2 {
		return "", t, false
	}
	t.Room = parts[1]
	for _, part := range parts[2:] {
		switch {
		case strings.HasPrefix(part, "t"):
			seq, err := strconv.ParseInt(part[1:], 10, 64)
			if err != nil {
				return "", t, false
			}
			t.Thread = seq
		case strings.HasPrefix(part, "e"):
			t.Edit = part[1:]
		}
	}
	return parts[0], t, t.Room != ""
}

// parse reads the value of a draft's record; "" is that of one that was deleted.
func parse(value string) (d Draft, err error) {
	if value == "" {
		return d, nil
	}
	var k kept
	err = wire.Unmarshal([]byte(value), &k)
	return Draft(k), err
}

// Kept is what a device has, for whomever.
type Kept struct {
	drafts []engine.Record
	old    oldDrafts
	isOld  bool // old was kept
}

// Read reads the drafts on this device, without the texts that were put aside. It waits
// for the store.
func Read(ctx context.Context, store engine.Store) (Kept, error) {
	var k Kept
	var err error
	if k.drafts, err = store.All(ctx, prefixDraft); err != nil {
		return k, err
	}
	value, err := store.Get(ctx, keyOwned)
	if err != nil {
		return k, err
	}
	if k.isOld = value != ""; k.isOld {
		return k, wire.Unmarshal([]byte(value), &k.old)
	}
	if value, err = store.Get(ctx, keyBare); err != nil || value == "" {
		return k, err
	}
	k.isOld = true
	return k, wire.Unmarshal([]byte(value), &k.old.Rooms)
}
