package admin

import (
	"embed"
	"log/slog"
	"net/http"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/webpage"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/web"
)

// Root is the address of the first page. Those of all others begin with it.
const Root = "/admin"

// Options are what the pages need. Auth and Chat are required.
type Options struct {
	Auth    *auth.Auth
	Chat    *chat.Service
	Version string       // of the server, to be shown
	Assets  *web.Set     // nil: the embedded ones
	Log     *slog.Logger // nil: slog.Default

	Clock func() time.Time // nil: time.Now
}

//go:embed pages/*.html
var pageFiles embed.FS

var templates = webpage.Must(pageFiles)

// site serves the pages.
type site struct {
	auth    *auth.Auth
	chat    *chat.Service
	version string
	assets  *web.Set
	log     *slog.Logger
	now     func() time.Time
}

// page is a row of the table of pages. A page without a title of its own belongs to
// the last one before it that has one.
type page struct {
	path  string
	title text.Text
	icon  string
	limit int64        // of a form with a file, in bytes; 0: its forms have none
	right rights.Right // whoever has it is shown the page and may send its forms
	show  func(*visit)
	forms map[string]func(*visit) // by what follows path
}

// table is the table of pages, in the order of the navigation.
func table() []page {
	return []page{
		{path: Root, title: text.Overview, icon: "chart", right: rights.Administer, show: showOverview,
			forms: map[string]func(*visit){"/name": rename}},
		{path: Root + "/people", title: text.People, icon: "users", right: rights.Administer, show: showPeople},
		{path: Root + "/people/{user}", right: rights.Administer, show: showPerson, forms: map[string]func(*visit){
			"/role": setRole, "/reset": makeReset, "/signout": endSessions, "/ban": ban, "/unban": unban, "/picture": removePicture,
		}},
		{path: Root + "/banned", title: text.BannedPeople, icon: "shield", right: rights.Ban, show: showBanned},
		{path: Root + "/invites", title: text.Invites, icon: "link", right: rights.Invite, show: showInvites,
			forms: map[string]func(*visit){"": makeInvite, "/revoke": revokeInvite}},
		{path: Root + "/rooms", title: text.Rooms, icon: "hash", right: rights.Administer, show: showRooms},
		{path: EmojiRoot, title: text.Emoji, icon: "emoji", right: rights.Emoji, limit: limits.EmojiPicture + formLimit, show: showEmoji,
			forms: map[string]func(*visit){"": addEmoji, "/aliases": aliasEmoji, "/remove": removeEmoji}},
		{path: Root + "/rooms/{room}", right: rights.Administer, show: askKind, forms: map[string]func(*visit){"": setKind}},
	}
}

// New returns the handler for everything at Root and EmojiRoot, and below.
func New(o Options) http.Handler {
	if o.Assets == nil {
		o.Assets = web.Assets()
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	s := &site{auth: o.Auth, chat: o.Chat, version: o.Version, assets: o.Assets, log: o.Log, now: o.Clock}
	mux := http.NewServeMux()
	for _, p := range table() {
		mux.HandleFunc("GET "+p.path, s.visited(p, p.show))
		for way, do := range p.forms {
			mux.HandleFunc("POST "+p.path+way, s.sent(p, do))
		}
	}
	mux.HandleFunc("/", s.visited(page{path: Root, right: rights.Administer}, (*visit).missing))
	return mux
}
