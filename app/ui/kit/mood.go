package kit

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Mood draws the emoji of what somebody is doing, as they say, with the words as its title; nothing if they do not.
func Mood(h *host.Host, u wire.User) app.UI {
	if u.Emoji == "" {
		return nil
	}
	return El("span.mood", K("title"), u.Status, Emoji(h, u.Emoji))
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
