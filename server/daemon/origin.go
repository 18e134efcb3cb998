package daemon

import (
	"fmt"
	"net/http"
	"strings"
)

// mostTold is how much of a header a warning repeats, in bytes.
const mostTold = 200

// turnedAway warns of a request that was refused for where it says to come from,
// once a minute for each reason: with a wrong setting that happens to all of
// them, and all that people see is that the server cannot be reached. Others
// cause it as well, and cannot fill the log with it.
func (d *Daemon) turnedAway(r *http.Request, why string) {
	public := "not given"
	if d.cfg.Public != nil {
		public = d.cfg.Public.String()
	}
	d.faults.Warn(why, "a request of a browser was turned away", "why", why, "path", r.URL.Path,
		"origin", clip(strings.Join(r.Header.Values("Origin"), ", ")), "host", clip(r.Host), "--public-url", public, "from", d.client.Of(r))
}

func clip(s string) string { return s[:min(len(s), mostTold)] }

// published refuses what pages of another address than the public one send,
// where there is one: what a request was sent to says nothing then, for any name
// can lead here. Who opened such a page by that address is told the right one.
func (d *Daemon) published(next http.Handler) http.Handler {
	if d.cfg.Public == nil {
		return next
	}
	ours := map[string]bool{}
	for _, o := range append([]string{d.cfg.Public.Scheme + "://" + d.cfg.Public.Host}, d.cfg.Origins...) {
		ours[strings.ToLower(strings.TrimSuffix(o, "/"))] = true
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		safe := r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions
		if safe || origin == "" || ours[strings.ToLower(origin)] {
			next.ServeHTTP(w, r)
			return
		}
		d.turnedAway(r, "its page is of another address than --public-url")
		say(w, http.StatusForbidden, fmt.Sprintf("Nothing was done: this page was opened at another address than the workspace's own, which is %s. Please go on there.\n", d.cfg.Public))
	})
}
