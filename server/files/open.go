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
	// AccessKey and SecretKey open a bucket. If neither is given, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY
	// and perhaps AWS_SESSION_TOKEN of the environment do.
	AccessKey, SecretKey string
}

// Open opens the Store at an address. That is a directory:
//
//	/var/lib/confab/files
//	file:///var/lib/confab/files
//
// or a bucket, which must be there:
//
//	s3://BUCKET/PREFIX?endpoint=https://s3.example.org&region=eu-central-1
//
// PREFIX is put before the names of objects and may be left out. So may endpoint, which is Amazon's then, and
// region, which is AWS_REGION of the environment or us-east-1 then.
func Open(ctx context.Context, address string, o Options) (Store, error) {
	if strings.HasPrefix(address, "s3:") {
		s, err := OpenS3(ctx, address, o)
		if err != nil {
			return nil, err // not a *S3 that is nil
		}
		return s, nil
	}
	dir, err := directory(address)
	if err != nil {
		return nil, err
	}
	l, err := OpenLocal(dir, o.Reserve)
	if err != nil {
		return nil, err
	}
	return l, nil
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
	return "", fmt.Errorf("files are kept in a directory, such as /var/lib/confab/files, or in a bucket, such as "+
		"s3://confab?endpoint=https://s3.example.org, not at %q", address)
}
