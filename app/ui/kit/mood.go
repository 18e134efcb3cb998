package kit

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Mood draws the emoji of what somebody is doing, as they say, with the words as its title, and a sign if they do not
// want to be disturbed; nothing if neither is so.
func Mood(h *host.Host, u wire.User) app.UI {
	switch {
	case u.Quiet > 0:
		bell := El("span.mood__quiet", K("title"), text.NotificationsPaused, Icon("bell-off", "icon--sm"),
			El("span.u-sr", text.QuietAside))
		if u.Emoji == "" {
			return El("span.mood", bell)
		}
		return El("span.mood", K("title"), u.Status, Emoji(h, u.Emoji), bell)
	case u.Emoji != "":
		return El("span.mood", K("title"), u.Status, Emoji(h, u.Emoji))
	}
	return nil
}

// Until says when what somebody is doing is over: "until 15:00", with the day if that is another one; "" if they say so
// themselves.
func Until(ms int64) string {
	if ms == 0 {
		return ""
	}
	at := platform.FormatTime(ms)
	if platform.LocalDay(ms) != platform.LocalDay(platform.Now()) {
		at = host.Said(text.DateAndTime(host.DateText(ms), at))
	}
	return host.Said(text.UntilThen(at))
}
