package daemon

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/files"
)

// attachments is the part with what is kept of people's files.
type attachments struct {
	idle
	d *Daemon
}

// partsDir is the directory, within the data directory, for what is just arriving.
const partsDir = "parts"

func (p attachments) open(ctx context.Context) (err error) {
	d := p.d
	address := d.cfg.FilesAddress()
	if address == "" {
		d.log.Warn("no files can be sent: several servers need one place for them that all of them reach; name it with --files")
		return nil
	}
	if d.files, err = files.Open(ctx, address, files.Options{}); err != nil {
		return startError{"--files: " + err.Error(), err}
	}
	d.arriving = filepath.Join(d.cfg.Data, partsDir)
	// What is left of parts that were arriving when the server ended is of no use.
	if err := os.RemoveAll(d.arriving); err != nil {
		return err
	}
	return os.MkdirAll(d.arriving, 0o700)
}

func (p attachments) close() error {
	if p.d.files == nil {
		return nil
	}
	return errors.Join(os.RemoveAll(p.d.arriving), p.d.files.Close())
}

// space returns what package chat needs to know about files.
func (d *Daemon) space() chat.FileSpace {
	if d.files == nil {
		return chat.FileSpace{}
	}
	return chat.FileSpace{
		Blobs: blobs{d.files}, TypeOf: http.DetectContentType, Temp: d.arriving,
		Limit: int64(d.cfg.FileLimit), Quota: int64(d.cfg.FileQuota), AllQuota: int64(d.cfg.FilesQuota),
	}
}

// blobs is the storage for files with the errors of package chat.
type blobs struct{ files.Store }

// Put implements chat.Blobs.
func (b blobs) Put(ctx context.Context, name string, size int64, content io.Reader) error {
	return fileError(b.Store.Put(ctx, name, size, content))
}

// Open implements chat.Blobs.
func (b blobs) Open(ctx context.Context, name string, offset, length int64) (io.ReadCloser, error) {
	r, err := b.Store.Open(ctx, name, offset, length)
	return r, fileError(err)
}

func fileError(err error) error {
	switch {
	case errors.Is(err, files.ErrFull):
		return fmt.Errorf("%w: %w", chat.ErrFilesFull, err)
	case errors.Is(err, files.ErrUnavailable):
		return fmt.Errorf("%w: %w", chat.ErrFilesAway, err)
	}
	return err
}
