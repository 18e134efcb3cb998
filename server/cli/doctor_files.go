package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/confab/confab/server/files"
	"github.com/confab/confab/server/files/removal"
	"github.com/confab/confab/server/store/checkup"
)

// blobs are what is kept of people's files, as it was before the database was read.
// What was stored since is asked for one by one, and what was deleted since is
// not missed.
type blobs struct {
	store files.Store // nil: there is no such place
	place string
	kept  map[string]files.Blob
}

// blobsAt reads which blobs there are at an address; "": in the data directory data.
func blobsAt(ctx context.Context, address, data string) (b *blobs, err error) {
	b = &blobs{place: address, kept: make(map[string]files.Blob)}
	if address == "" {
		b.place = filepath.Join(data, "files")
		if _, err := os.Stat(b.place); errors.Is(err, fs.ErrNotExist) {
			return b, nil
		}
	}
	if b.store, err = files.Open(ctx, b.place, files.Options{}); err != nil {
		return nil, err
	}
	return b, b.store.Walk(ctx, func(of files.Blob) error {
		b.kept[of.Name] = of
		return nil
	})
}

// compare says which blobs are missing, and which are left over. used are those that
// the database has.
func (b *blobs) compare(ctx context.Context, used map[string]int64, now time.Time) (f checkup.Finding, err error) {
	f = checkup.Finding{Name: "blobs", What: "the content of every file is there, and nothing else"}
	if b.store == nil {
		if len(used) > 0 {
			f.Add("there are %d files, and nothing is in %s: name the place with --files", len(used), b.place)
		}
		return f, nil
	}
	for name, size := range used {
		switch there, known := b.kept[name]; {
		case known && there.Size != size:
			f.Add("blob %s has %d bytes, and should have %d", name, there.Size, size)
		case !known:
			content, err := b.store.Open(ctx, name, 0, 0)
			switch {
			case errors.Is(err, files.ErrNotFound):
				f.Add("blob %s is missing", name)
			case err != nil:
				return f, err
			default:
				if err := content.Close(); err != nil {
					return f, err
				}
			}
		}
	}
	for name, there := range b.kept {
		if _, known := used[name]; !known && now.Sub(there.At) > 2*removal.Grace {
			f.Add("no file uses the blob %s, and it was not deleted", name)
		}
	}
	return f, nil
}

func (b *blobs) close() error {
	if b.store == nil {
		return nil
	}
	return b.store.Close()
}
