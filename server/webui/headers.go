package webui

import (
	"net/http"
	"strings"
)

// policy is the Content-Security-Policy: a page may use only resources of this
// server, and WebAssembly.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
	"img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; " +
	"worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// permissions turn off the browser features that no page uses.
var permissions = strings.Join([]string{
	"accelerometer=()", "autoplay=()", "camera=()", "display-capture=()", "encrypted-media=()", "geolocation=()",
	"gyroscope=()", "magnetometer=()", "microphone=(self)", "midi=()", "payment=()", "usb=()", "xr-spatial-tracking=()",
}, ", ")

// headers sets the headers of every answer. A handler may replace Cache-Control;
// the default is that nothing is cached.
func (u *ui) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", permissions)
		// Not no-referrer: then a form would send "Origin: null". Without
		// Sec-Fetch-Site, which browsers omit on plain HTTP except at localhost,
		// it could not be told from a form of another site. same-origin discloses
		// just as little to other sites.
		h.Set("Referrer-Policy", "same-origin")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		if u.auth.Cookies.HTTPS(r) {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}
