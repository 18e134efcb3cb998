package store

import (
	"context"

	"github.com/confab/confab/shared/wire"
)

// Store is an open database.
type Store interface {
	// View runs fn on a consistent, read-only snapshot, on the Terms that come
	// with ctx. Besides fn's own error it returns ErrOverload, ErrLate, which is
	// one, ErrClosed, or ctx's error.
	View(ctx context.Context, fn func(Tx) error) error
	// Update runs fn and commits what it wrote; see the package's contract.
	// Besides fn's own error it returns ErrOverload, ErrFull, ErrUnknown,
	// ErrClosed, or ctx's error if it ended before the change was begun.
	Update(ctx context.Context, fn func(Tx) error) error
	// OnCommit registers fn, which is called after each commit that changed
	// anything listed in Commit. Call it before the first Update.
	OnCommit(fn func(Commit))
	// Close finishes the Updates that are queued, waits for the Views under
	// way, and closes the database. ErrClosed if it is closed already.
	Close() error
}

// Commit is what one commit changed, as far as others must be notified of it.
type Commit struct {
	Events []wire.Event // in the order of their seqs within each room; Quote as it was appended
	Inbox  []InboxEntry // in order of useq for each person
	Emoji  int64        // the revision of the list of emoji, if that changed
	Users  []wire.User  // people whose public face, role or profile changed, without new ones
	Ended  []string     // ids of sessions that were ended
}

// Tx is one transaction, divided by noun. The values it hands out are valid
// until the function it was given to returns.
type Tx interface {
	Settings() Settings
	Users() Users
	Sessions() Sessions
	Turns() Turns
	Invites() Invites
	Rooms() Rooms
	Members() Members
	Departures() Departures
	Events() Events
	Reactions() Reactions
	Feed() Feed
	Inbox() Inbox
	Cursors() Cursors
	Jobs() Jobs
	Activity() Activity
	SavedMessages() SavedMessages
	Plans() Plans
	Drafts() Drafts
	Codes() Codes
	Profiles() Profiles
	Files() Files
	Emoji() Emojis
	Links() Links
}

// Settings are the workspace's few named values.
type Settings interface {
	// Get returns ErrNotFound for a key never set.
	Get(key string) (string, error)
	Set(key, value string) error
}

// The keys of Settings.
const (
	SettingWorkspace = "workspace" // its name; absent until first run is done
	SettingMainRoom  = "main_room" // the room everybody enters
	SettingSetupCode = "setup_code"
	// SettingAddress is the origin that invites begin with, such as
	// http://192.168.1.20:8080; absent or empty: wherever who invites is. A
	// server that is told its public address goes by that.
	SettingAddress = "address"
	// SettingEmoji is the revision of the list of emoji; absent: there was never any.
	SettingEmoji = "emoji"
	// SettingSigningKeys is what several nodes sign tokens with; absent as long
	// as a single node keeps its own.
	SettingSigningKeys = "signing_keys"
)
