package daemon

import (
	"fmt"
	"net/http"
	"strings"
)

// mostTold is how much of a header a warning repeats, in bytes.
const mostTold = 200

// turnedAway warns about a request that was refused because of its Origin, once a
// minute for each reason. With a wrong setting this happens to all requests, and
// people only see that the server cannot be reached. Strangers can cause it as
// well, so it must not fill the log.
func (d *Daemon) turnedAway(r *http.Request, why string) {
	public := "not given"
	if d.cfg.Public != nil {
		public = d.cfg.Public.String()
	}
	d.faults.Warn(why, "a request of a browser was turned away", "why", why, "path", r.URL.Path,
		"origin", clip(strings.Join(r.Header.Values("Origin"), ", ")), "host", clip(r.Host), "--public-url", public, "from", d.client.Of(r))
}

func clip(s string) string { return s[:min(len(s), mostTold)] }

// published refuses requests from pages with another origin than the public
// address, if there is one: the Host header proves nothing then, because any name
// can point to this server. A person who opened such a page gets the right
// address.
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
		say(w, http.StatusForbidden, fmt.Sprintf("Nothing was done: this page was opened at another address than the workspace's own, "+
			"which is %s. Please go on there.\n", d.cfg.Public))
	})
}
