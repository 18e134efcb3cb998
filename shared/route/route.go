package route

import (
	"slices"
	"strconv"
	"strings"

	"github.com/confab/confab/shared/id"
)

// The heads of addresses.
const (
	Room     = "r" // rooms, and messages in them
	Settings = "settings"
	Unsent   = "unsent"   // what could not be sent
	Activity = "activity" // what concerns the person
	Threads  = "threads"  // the threads that the person follows
	Saved    = "saved"    // what the person keeps for later
	People   = "people"   // everyone in the workspace
	Drafts   = "drafts"   // what was begun, is to be done later, or could not be sent at its time
)

// The sections of the settings.
const (
	Profile       = "profile"
	Account       = "account"
	Sessions      = "sessions"
	Appearance    = "appearance"
	Notifications = "notifications"
	Storage       = "storage"
)

// Sections are all of them, in their order.
var Sections = []string{Profile, Account, Sessions, Appearance, Notifications, Storage}

// Heads are the first parts of the addresses of all pages but the start page. Whatever
// follows them belongs to the page.
var Heads = []string{Room, Settings, Unsent, People, Saved, Activity, Threads, Drafts}

// Route is what an address says.
type Route struct {
	Head    string // one of Heads; "": the start page, which is the room that was open last
	Room    string // with the head Room
	Seq     int64  // a message of that room; 0: none in particular; -1: one that cannot be
	Section string // with the head Settings: one of Sections; "": the list of them
	Invite  bool   // invite people at once, as after the first run
}

// Parse reads "/", "/r/ROOM", "/r/ROOM/SEQ", "/settings/SECTION" and the other pages, each perhaps with "?invite=1".
// What it cannot read is the start page.
func Parse(address string) Route {
	path, query, _ := strings.Cut(address, "?")
	r := Route{}
	for part := range strings.SplitSeq(query, "&") {
		r.Invite = r.Invite || part == "invite=1"
	}
	head, rest, _ := strings.Cut(strings.Trim(path, "/"), "/")
	switch {
	case !known(head):
	case head == Settings && slices.Contains(Sections, rest):
		r.Head, r.Section = head, rest
	case head != Room:
		r.Head = head
	default:
		r.room(rest)
	}
	return r
}

func (r *Route) room(rest string) {
	room, message, in := strings.Cut(rest, "/")
	if !id.Valid(room) {
		return
	}
	if in {
		seq, err := strconv.ParseInt(message, 10, 64)
		if err != nil || seq < 1 {
			seq = -1
		}
		r.Seq = seq
	}
	r.Head, r.Room = Room, room
}

func known(head string) bool {
	for _, h := range Heads {
		if h == head {
			return true
		}
	}
	return false
}

// IsPage reports whether a path is one of the program's pages other than the start page.
func IsPage(path string) bool {
	head, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return strings.HasPrefix(path, "/") && known(head)
}

// To returns the address of a room, or of a message in it if seq is not 0.
func To(room string, seq int64) string {
	if seq == 0 {
		return "/" + Room + "/" + room
	}
	return "/" + Room + "/" + room + "/" + strconv.FormatInt(seq, 10)
}

// Page returns the address of the page with a head, "" being the start page.
func Page(head string) string { return "/" + head }

// Section returns the address of a section of the settings.
func Section(name string) string { return Page(Settings) + "/" + name }
