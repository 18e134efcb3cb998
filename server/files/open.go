package files

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
)

// Options are what an address does not say.
type Options struct {
	// Reserve is the number of bytes that a Local leaves free on its disk; 0 is
	// DefaultReserve, less than 0 none.
	Reserve int64
}

// Open opens the Store at an address: the path of a directory, or file:// and its absolute path.
func Open(_ context.Context, address string, o Options) (Store, error) {
	dir, err := directory(address)
	if err != nil {
		return nil, err
	}
	return OpenLocal(dir, o.Reserve)
}

// directory returns the path that an address means.
func directory(address string) (string, error) {
	if _, _, has := strings.Cut(address, "://"); !has && address != "" {
		return address, nil
	}
	u, err := url.Parse(address)
	if err == nil && u.Scheme == "file" && u.Host == "" && u.RawQuery == "" && u.Fragment == "" {
		if path := filepath.FromSlash(u.Path); filepath.IsAbs(path) {
			return path, nil
		}
	}
	return "", fmt.Errorf("files are kept in a directory, such as /var/lib/confab/files or file:///var/lib/confab/files, "+
		"not at %q", address)
}
