package daemon

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/files"
	"github.com/confab/confab/server/media"
	"github.com/confab/confab/server/picture"
	"github.com/confab/confab/shared/wire"
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
	access, secret := d.cfg.FilesKeys()
	if d.files, err = files.Open(ctx, address, files.Options{AccessKey: access, SecretKey: secret}); err != nil {
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
		Blobs: blobs{d.files}, Pictures: &pictures{}, TypeOf: picture.TypeOf, Media: media.Read, Temp: d.arriving,
		Limit: int64(d.cfg.FileLimit), Quota: int64(d.cfg.FileQuota), AllQuota: int64(d.cfg.FilesQuota),
	}
}

// pictures makes pictures for package chat.
type pictures struct{ worker picture.Worker }

// thumbs are the sizes by the longest side of their pictures, in pixels.
var thumbs = map[int]wire.FileSize{160: wire.SizeSmall, 480: wire.SizeMedium, 1280: wire.SizeLarge}

// Make implements chat.Pictures.
func (p *pictures) Make(ctx context.Context, content io.Reader) (*chat.Picture, error) {
	r, err := p.worker.Make(ctx, content)
	if err != nil {
		return nil, pictureError(err)
	}
	made := &chat.Picture{
		Width: r.Width, Height: r.Height, Animated: r.Animated, Placeholder: fmt.Sprintf("#%06x", r.Colour),
		Sizes: []chat.Rendition{{Size: wire.SizeWhole, Type: r.Type, Content: r.Content}},
	}
	if len(r.Hash) > 0 {
		made.Placeholder = base64.StdEncoding.EncodeToString(r.Hash)
	}
	for _, t := range r.Thumbs {
		if size, ok := thumbs[max(t.Width, t.Height)]; ok {
			made.Sizes = append(made.Sizes, chat.Rendition{Size: size, Type: t.Type, Content: t.Content})
		}
	}
	return made, nil
}

// MakeSmall implements chat.Pictures.
func (p *pictures) MakeSmall(ctx context.Context, content io.Reader, side int) (*chat.Picture, error) {
	r, err := p.worker.MakeSmall(ctx, content, side)
	if err != nil {
		return nil, pictureError(err)
	}
	made := &chat.Picture{
		Width: r.Width, Height: r.Height, Animated: r.Animated,
		Sizes: []chat.Rendition{{Size: wire.SizeWhole, Type: r.Type, Content: r.Content}},
	}
	for _, t := range r.Thumbs {
		made.Sizes = append(made.Sizes, chat.Rendition{Size: wire.SizeSmall, Type: t.Type, Content: t.Content})
	}
	return made, nil
}

// pictureError says that nothing becomes of a picture, or returns a fault as it is.
func pictureError(err error) error {
	for _, no := range []error{picture.ErrNotPicture, picture.ErrTooLarge, picture.ErrBroken, picture.ErrTimeout} {
		if errors.Is(err, no) {
			return fmt.Errorf("%w: %w", chat.ErrNoPicture, err)
		}
	}
	return err
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
