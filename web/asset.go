package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"
)

// Asset is one file as it is served.
type Asset struct {
	// Path is the URL path, beginning with a slash.
	Path string
	// Type is the Content-Type header's value.
	Type string
	// Hash is the fingerprint of the content: 16 hexadecimal digits.
	Hash string
	// ETag is the quoted entity tag of the content, the same for each encoding: with
	// "Vary: Accept-Encoding" and no ranges nothing can mix two of them up.
	ETag string
	// Immutable means that the content of this path never changes, so that it may be cached for ever.
	// Any other asset has to be revalidated at each use ("no-cache").
	Immutable bool

	// The forms of the content. Each is loaded when it is first needed; a form that does not exist is nil.
	plain, brotli, gzip content
}

// content returns one form of a file; it returns the same bytes each time.
type content func() ([]byte, error)

// Encoded returns the content in the best encoding that the Accept-Encoding header accepts, and the
// value for Content-Encoding: "br", "gzip", or "" for the plain content. Answers must carry
// "Vary: Accept-Encoding". It fails only if a form in the binary cannot be read or is damaged.
func (a *Asset) Encoded(accept string) (body []byte, encoding string, err error) {
	switch {
	case a.brotli != nil && accepts(accept, "br"):
		body, err = a.brotli()
		return body, "br", err
	case a.gzip != nil && accepts(accept, "gzip"):
		body, err = a.gzip()
		return body, "gzip", err
	}
	body, err = a.plain()
	return body, "", err
}

// Plain returns the content without any encoding; all callers share the bytes. The
// program, several megabytes, is unpacked when it is first needed, and then stays in
// memory: few clients accept no compressed answer, but anybody can pretend to be one,
// any number of times.
func (a *Asset) Plain() ([]byte, error) { return a.plain() }

// kept returns content that is in memory.
func kept(b []byte) content {
	return func() ([]byte, error) { return b, nil }
}

// stored returns the content of a file in the binary. It reads the file when it is first needed, because
// reading copies it.
func stored(files fs.FS, name string) content {
	return sync.OnceValues(func() ([]byte, error) { return fs.ReadFile(files, name) })
}

// unpacked returns the plain content of a file that exists in compressed form only. It unpacks it once.
func unpacked(path string, packed content) content {
	return sync.OnceValues(func() ([]byte, error) {
		packed, err := packed()
		if err != nil {
			return nil, fmt.Errorf("unpack %s: %w", path, err)
		}
		r, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			return nil, fmt.Errorf("unpack %s: %w", path, err)
		}
		var out bytes.Buffer
		out.Grow(sizeOf(packed) + bytes.MinRead) // at once: a growing buffer would leave smaller ones behind
		if _, err := out.ReadFrom(r); err != nil {
			return nil, fmt.Errorf("unpack %s: %w", path, err)
		}
		return out.Bytes(), nil
	})
}

// sizeOf returns the length of the content that a gzip file names (RFC 1952, 2.3.1), if it
// is plausible for a program: a damaged file may name any.
func sizeOf(packed []byte) int {
	const most = 64 << 20
	if len(packed) < 4 {
		return 0
	}
	return int(min(most, binary.LittleEndian.Uint32(packed[len(packed)-4:])))
}

// accepts tells whether an Accept-Encoding header names the coding with a weight other than zero.
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), coding) {
			continue
		}
		_, weight, given := strings.Cut(params, "=")
		if !given {
			return true
		}
		q, err := strconv.ParseFloat(strings.TrimSpace(weight), 64)
		return err == nil && q > 0
	}
	return false
}

// fingerprint returns the first 64 bits of the content's SHA-256 in hexadecimal: enough to distinguish
// the few dozen files of this package, and short enough for a URL.
func fingerprint(parts ...[]byte) string {
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d:", len(part)) // so that moving a byte from one part to the next shows
		h.Write(part)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// newAsset returns an asset without compressed forms that has to be revalidated.
func newAsset(path string, content []byte) *Asset {
	hash := fingerprint(content)
	return &Asset{Path: path, Type: contentType(path), Hash: hash, ETag: etag(hash), plain: kept(content)}
}

func etag(fingerprint string) string { return `"` + fingerprint + `"` }

// contentType returns the Content-Type of a file by its name's ending.
func contentType(name string) string {
	switch name[strings.LastIndexByte(name, '.')+1:] {
	case "css":
		return "text/css; charset=utf-8"
	case "js":
		return "text/javascript; charset=utf-8"
	case "wasm":
		return "application/wasm"
	case "svg":
		return "image/svg+xml"
	case "png":
		return "image/png"
	case "ico":
		return "image/x-icon"
	case "txt":
		return "text/plain; charset=utf-8"
	case "json":
		return "application/json"
	case "webmanifest":
		return "application/manifest+json"
	}
	return "application/octet-stream"
}
