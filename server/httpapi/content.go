package httpapi

import (
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/confab/confab/server/chat"
)

// portion is what a download sends of its content.
type portion struct {
	from, size int64
	status     int // http.StatusOK: it is the whole
}

// partOf returns what r asks for of content of a size: its header Range, if that names
// one part, else the whole. It reports false if the content has no such part.
func partOf(r *http.Request, size int64) (portion, bool) {
	whole := portion{0, size, http.StatusOK}
	list, ok := strings.CutPrefix(r.Header.Get("Range"), "bytes=")
	// No answer has a validator that If-Range could name.
	if !ok || strings.Contains(list, ",") || r.Header.Get("If-Range") != "" {
		return whole, true
	}
	first, last, ok := strings.Cut(strings.TrimSpace(list), "-")
	from, err := strconv.ParseInt(first, 10, 64)
	to := size - 1
	switch {
	case !ok:
		return whole, true
	case first == "": // the last so many bytes
		n, err := strconv.ParseInt(last, 10, 64)
		if err != nil || n < 0 {
			return whole, true
		}
		from = max(0, size-n)
		if n == 0 {
			from = size
		}
	case err != nil || from < 0:
		return whole, true
	case last != "":
		if to, err = strconv.ParseInt(last, 10, 64); err != nil || to < from {
			return whole, true
		}
		to = min(to, size-1)
	}
	if from >= size {
		return portion{}, false
	}
	return portion{from, to - from + 1, http.StatusPartialContent}, true
}

// describeContent sets the headers of a download. Content of people is never shown as
// a page of this site: a browser saves it, or shows it where nothing in it runs.
func describeContent(h http.Header, c chat.Content, p portion) {
	h.Set("Content-Type", c.Type)
	if c.Write == nil {
		h.Set("Content-Length", strconv.FormatInt(p.size, 10))
		h.Set("Accept-Ranges", "bytes")
	}
	if p.status == http.StatusPartialContent {
		last := strconv.FormatInt(p.from+p.size-1, 10)
		h.Set("Content-Range", "bytes "+strconv.FormatInt(p.from, 10)+"-"+last+"/"+strconv.FormatInt(c.Size, 10))
	}
	how := "attachment"
	if c.Inline {
		how = "inline"
	}
	if c.Name != "" {
		how = mime.FormatMediaType(how, map[string]string{"filename": c.Name})
	}
	h.Set("Content-Disposition", how)
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	h.Set("Cache-Control", "private, no-store")
	if c.Lasts {
		h.Set("Cache-Control", "private, max-age=31536000, immutable")
	}
}
