package webui

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"sync"

	qrcode "github.com/skip2/go-qrcode"

	"github.com/confab/confab/server/auth"
)

// inviteToken is the form of an invite's token.
var inviteToken = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

// inviteCode draws the link of an invite as a QR code, for members. The caller
// has the token, so nothing is looked up or disclosed. The token is in the body,
// because proxies log addresses; the answer is a data URL (RFC 2397), so that the
// page does not request one.
func (u *ui) inviteCode(w http.ResponseWriter, r *http.Request) {
	_, err := u.auth.Authenticate(r)
	if err != nil && !errors.Is(err, auth.ErrSignedOut) {
		u.pages.failed(w, r, err)
		return
	}
	if err != nil {
		u.pages.missing(w, r)
		return
	}
	var asked struct {
		Token string `json:"token"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, formLimit)).Decode(&asked); err != nil ||
		!inviteToken.MatchString(asked.Token) {
		u.pages.missing(w, r)
		return
	}
	origin, err := u.origin(r)
	if err != nil {
		u.pages.failed(w, r, err)
		return
	}
	svg, err := u.qr.draw(origin + "/join/" + asked.Token)
	if err != nil {
		u.pages.failed(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	send(w, r, http.StatusOK, []byte("data:image/svg+xml;base64,"+base64.StdEncoding.EncodeToString(svg)))
}

// desk draws QR codes one at a time, so that they never occupy more than one
// processor.
type desk struct{ mu sync.Mutex }

func (d *desk) draw(text string) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return drawQR(text)
}

// origin returns the address that invites begin with: that of the configuration,
// the workspace's setting, or the one to which r was sent.
func (u *ui) origin(r *http.Request) (string, error) {
	if u.pages.public != nil {
		return u.pages.public.Scheme + "://" + u.pages.public.Host, nil
	}
	address, err := u.addresses.where.Address(r.Context())
	switch {
	case err != nil || address != "":
		return address, err
	case u.auth.Cookies.HTTPS(r):
		return "https://" + r.Host, nil
	}
	return "http://" + r.Host, nil
}

// drawQR draws text as black squares on white, with the margin that a camera
// needs, in any theme.
func drawQR(text string) ([]byte, error) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("draw a QR code: %w", err)
	}
	rows := code.Bitmap()
	var out bytes.Buffer
	n := len(rows)
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges">`, n, n)
	fmt.Fprintf(&out, `<path fill="#fff" d="M0 0h%dv%dH0z"/><path d="`, n, n)
	for y, row := range rows {
		for x := 0; x < n; x++ {
			start := x
			for x < n && row[x] {
				x++
			}
			if x > start {
				fmt.Fprintf(&out, "M%d %dh%dv1h-%dz", start, y, x-start, x-start)
			}
		}
	}
	out.WriteString(`"/></svg>`)
	return out.Bytes(), nil
}
