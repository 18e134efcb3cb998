package preview

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"

	"github.com/confab/confab/server/files"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// fileName is what the files of pictures are called.
const fileName = "preview"

// fileOf returns a new file of a person.
func (p *Previewer) fileOf(user string, info wire.File) store.File {
	info.ID, info.Name = id.New(), fileName
	now := p.o.Clock().UnixMilli()
	return store.File{
		// no client can give this CID, which has a blank in it
		File: info, User: user, CID: fileName + " " + info.ID, Bytes: info.Size, Received: info.Size,
		Created: now, Expires: now + unsent.Milliseconds(),
	}
}

// keepPictures stores the pictures that were fetched, as files of user. Where that
// fails there is no picture.
func (p *Previewer) keepPictures(ctx context.Context, user string, got map[string]*looked) error {
	for _, one := range got {
		if one.picture == nil || p.o.Blobs == nil {
			continue
		}
		content := one.picture.content
		sum := sha256.New()
		sum.Write(content)
		f := p.fileOf(user, wire.File{
			Type: one.picture.kind, Size: int64(len(content)), Width: one.picture.width, Height: one.picture.height,
		})
		blob := store.FileBlob{File: f.ID, Role: store.RoleWhole, Name: files.NameOf(sum), Size: f.Size, Type: f.Type}
		fits := false
		err := p.o.Store.Update(ctx, func(tx store.Tx) (err error) {
			// The use of a blob is noted before the blob is stored: see store.Files.
			if fits, err = p.fits(tx, user, f.Size); err != nil || !fits {
				return err
			}
			if err := tx.Files().Create(f); err != nil {
				return err
			}
			_, err = tx.Files().Use(blob)
			return err
		})
		if errors.Is(err, store.ErrExists) || err == nil && !fits { // it is being deleted right now, or there is no space
			continue
		}
		if err != nil {
			return err
		}
		if err := p.o.Blobs.Put(ctx, blob.Name, blob.Size, bytes.NewReader(content)); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			p.o.Log.Warn("the picture of a preview cannot be kept", "error", err)
			continue // the file is removed when it expires
		}
		one.file = &f
	}
	return nil
}

// fits reports whether user may have a file of so many bytes more.
func (p *Previewer) fits(tx store.Tx, user string, size int64) (bool, error) {
	own, all, err := tx.Files().Counted(user)
	return (p.o.Quota == 0 || own+size <= p.o.Quota) && (p.o.AllQuota == 0 || all+size <= p.o.AllQuota), err
}

// use returns the preview of an address for the message m, to which its picture belongs
// from now on, and notes what was found there. It adds the file to used.
func (p *Previewer) use(tx store.Tx, m *wire.Event, one *looked, used map[*store.File]bool) (wire.Preview, error) {
	v, f := one.link.Preview, one.file
	if one.known && v.Picture != nil {
		var err error
		if f, err = p.copied(tx, m.Author, v.Picture.ID); err != nil {
			return v, err
		}
	}
	v.Picture = nil
	if f != nil {
		used[f] = true
		done := *f
		done.Done = true
		if err := tx.Files().Put(done); err != nil {
			return v, err
		}
		if err := tx.Files().Attach([]string{f.ID}, m.Room, m.Seq); err != nil {
			return v, err
		}
		v.Picture = &done.File
	}
	if one.known {
		return v, nil
	}
	link := one.link
	link.Preview.Picture = v.Picture
	return v, tx.Links().Put(link)
}

// copied returns a new file of user that uses the blob of another one; nil if that is
// gone. While this transaction runs, nobody can remove that one.
func (p *Previewer) copied(tx store.Tx, user, from string) (*store.File, error) {
	first, err := tx.Files().ByID(from)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if fits, err := p.fits(tx, user, first.Size); err != nil || !fits {
		return nil, err
	}
	blob, err := tx.Files().Blob(from, store.RoleWhole, 0)
	if err != nil {
		return nil, err
	}
	f := p.fileOf(user, first.File)
	if err := tx.Files().Create(f); err != nil {
		return nil, err
	}
	blob.File = f.ID
	_, err = tx.Files().Use(blob)
	return &f, err
}

// abandon removes the files of pictures that no message has got.
func (p *Previewer) abandon(tx store.Tx, got map[string]*looked, used map[*store.File]bool) error {
	for _, one := range got {
		if one.file == nil || used[one.file] {
			continue
		}
		if err := p.remove(tx, one.file.ID); err != nil {
			return err
		}
	}
	return nil
}

// remove removes a file, and has its content deleted soon.
func (p *Previewer) remove(tx store.Tx, file string) error {
	blobs, err := tx.Files().Remove(file)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil || len(blobs) == 0 {
		return err
	}
	return tx.Jobs().Create(store.DeletionOf(blobs, id.New(), p.o.Clock().UnixMilli()))
}
