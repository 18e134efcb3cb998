package preview

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html/charset"

	"github.com/confab/confab/server/egress"
	"github.com/confab/confab/server/picture"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// The limits of what is fetched, in bytes.
const (
	pageBytes    = 512 << 10
	pictureBytes = 5 << 20
	keptBytes    = 512 << 10 // of a picture as it is kept
)

// The sizes of pictures, in pixels.
const (
	pictureSide = 480 // the longest side of what is kept
	smallest    = 16  // a picture with a shorter side shows nothing
)

// pictureTypes are the content types of pictures that can be made anew.
var pictureTypes = []string{"image/png", "image/jpeg", "image/gif", "image/webp"}

// Pictures makes pictures anew, as picture.Worker does.
type Pictures interface {
	Make(ctx context.Context, content io.Reader) (picture.Result, error)
}

// Fetcher fetches pages and their pictures. It is safe for concurrent use.
type Fetcher struct {
	pages, files *egress.Client
	pictures     Pictures
	agent        string
}

// found is what was found behind an address.
type found struct {
	preview wire.Preview // without Address and Picture; without Title: nothing
	picture *shot        // nil: none
}

// shot is a picture as it is kept.
type shot struct {
	kind          string
	content       []byte
	width, height int
}

// errNothing means that there is nothing to show behind an address.
var errNothing = errors.New("preview: nothing to show")

// NewFetcher returns a Fetcher. allow are networks from which it fetches although they
// are not public, on any port. version is the program's. o is for tests.
func NewFetcher(pictures Pictures, version string, allow []netip.Prefix, o egress.Options) *Fetcher {
	o.Allow, o.AnyPort = allow, true
	pages, files := o, o
	// One byte more than is read: a longer page is not an error.
	pages.Body, files.Body = pageBytes+1, pictureBytes
	return &Fetcher{egress.New(pages), egress.New(files), pictures, "Confab/" + version + " (link preview)"}
}

// fetch fetches what is behind an address.
func (f *Fetcher) fetch(ctx context.Context, address string) (found, error) {
	res, kind, parameters, err := f.get(ctx, f.pages, address, "text/html, application/xhtml+xml, image/*;q=0.5")
	if err != nil {
		return found{}, err
	}
	body := io.LimitReader(res.Body, pageBytes)
	at := res.Request.URL
	if slices.Contains(pictureTypes, kind) {
		if err := res.Body.Close(); err != nil {
			return found{}, err
		}
		return f.alone(ctx, at)
	}
	defer res.Body.Close()
	if kind != "text/html" && kind != "application/xhtml+xml" {
		return found{}, fmt.Errorf("%w in %s", errNothing, kind)
	}
	text, err := charset.NewReader(body, parameters)
	if err != nil {
		return found{}, err
	}
	page := read(text)
	if err := ctx.Err(); err != nil {
		return found{}, err
	}
	p := wire.Preview{
		Site: siteOf(page.site, at.Hostname()), Title: line(page.title, limits.PreviewTitleRunes),
		Text: line(page.text, limits.PreviewTextRunes),
	}
	if p.Title == "" {
		return found{}, errNothing
	}
	result := found{preview: p}
	if to, err := at.Parse(page.picture); page.picture != "" && err == nil {
		result.picture, err = f.picture(ctx, to)
		if err != nil && ctx.Err() != nil {
			return found{}, err
		}
	}
	return result, nil
}

// get sends a request. The body of the answer must be closed.
func (f *Fetcher) get(ctx context.Context, by *egress.Client, address, accept string,
) (res *http.Response, kind, whole string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, "", "", err
	}
	req.Header.Set("User-Agent", f.agent)
	req.Header.Set("Accept", accept)
	req.Header.Set("Accept-Encoding", "identity")
	if res, err = by.Do(req); err != nil {
		return nil, "", "", err
	}
	whole = res.Header.Get("Content-Type")
	kind, _, err = mime.ParseMediaType(whole)
	switch encoding := res.Header.Get("Content-Encoding"); {
	case res.StatusCode != http.StatusOK:
		err = fmt.Errorf("%w: %s", errNothing, res.Status)
	case encoding != "" && !strings.EqualFold(encoding, "identity"):
		err = fmt.Errorf("%w: it is compressed", errNothing)
	case err != nil:
		err = fmt.Errorf("%w: %w", errNothing, err)
	}
	if err != nil {
		return nil, "", "", errors.Join(err, res.Body.Close())
	}
	return res, kind, whole, nil
}

// alone returns what is shown of an address that is a picture.
func (f *Fetcher) alone(ctx context.Context, at *url.URL) (found, error) {
	p, err := f.picture(ctx, at)
	if err != nil {
		return found{}, err
	}
	site := siteOf("", at.Hostname())
	title := line(path.Base(at.Path), limits.PreviewTitleRunes)
	if strings.Trim(title, "./ ") == "" {
		title = site
	}
	return found{wire.Preview{Site: site, Title: title}, p}, nil
}

// picture fetches a picture and makes it small.
func (f *Fetcher) picture(ctx context.Context, at *url.URL) (*shot, error) {
	res, kind, _, err := f.get(ctx, f.files, at.String(), strings.Join(pictureTypes, ", "))
	if err != nil {
		return nil, err
	}
	if !slices.Contains(pictureTypes, kind) {
		return nil, errors.Join(fmt.Errorf("%w in %s", errNothing, kind), res.Body.Close())
	}
	// All of it is fetched first: a page that is slow must not occupy a process.
	content, err := io.ReadAll(res.Body)
	if err := errors.Join(err, res.Body.Close()); err != nil {
		return nil, err
	}
	r, err := f.pictures.Make(ctx, bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	kept := &shot{r.Type, r.Content, r.Width, r.Height}
	for _, t := range r.Thumbs {
		one := &shot{t.Type, t.Content, t.Width, t.Height}
		if one.fits() && (!kept.fits() || one.width > kept.width) {
			kept = one
		}
	}
	if !kept.fits() || min(kept.width, kept.height) < smallest {
		return nil, errNothing
	}
	return kept, nil
}

// fits reports whether a picture is small enough to be kept.
func (s *shot) fits() bool {
	return max(s.width, s.height) <= pictureSide && len(s.content) <= keptBytes
}
