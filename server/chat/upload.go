package chat

import (
	"context"
	"crypto/sha256"
	"encoding"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"time"

	"github.com/confab/confab/server/durable"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Streams returns the rows of the uploads and downloads.
func (s *Service) Streams() []Stream {
	return []Stream{
		OnUpload(wire.PutFilePart, Terms{Scope: ScopeWrite, Right: rights.Upload, Rate: limits.RateParts, Bucket: "parts"}, s.files.part),
		OnDownload(wire.GetFile, Terms{Scope: ScopeRead, Right: rights.Look, Rate: limits.RateContent, Bucket: "content"}, s.files.content),
		OnUpload(wire.AddEmoji, Terms{Scope: ScopeWrite, Right: rights.Emoji, Rate: limits.RateEmoji, Bucket: "emoji"}, s.files.addEmoji),
		OnDownload(wire.GetEmoji, Terms{Scope: ScopeRead, Right: rights.Look, Rate: limits.RateContent, Bucket: "emoji pictures"},
			s.files.emojiPicture),
		OnDownload(wire.ExportAccount, Terms{Scope: ScopeAccount, Right: rights.Account, Rate: limits.RateExports, Bucket: "exports"},
			s.files.export),
	}
}

// part takes the next part of an upload, and finishes the file after the last one. A
// part is there as a whole or not at all: the use of its blob is noted, the blob is
// stored, and then the upload moves on. Whatever ends it in between, the client
// sends the part again.
func (s files) part(ctx context.Context, who Actor, q *wire.FilePart, body Body) (*wire.FileInfo, error) {
	if s.space.Blobs == nil {
		return nil, forbidden(text.NoFiles)
	}
	var f store.File
	err := s.records.view(store.For(ctx, who.User), who, func(tx store.Tx, p standing) (err error) {
		f, err = own(tx, p.me.ID, q.File)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := continues(f, q.Offset); err != nil {
		return nil, err
	}
	left := f.Bytes - f.Received
	if body.Size > left {
		return nil, wire.Refused(wire.CodeTooLarge, text.FileLonger)
	}
	if left == 0 { // an end that failed before
		return s.finish(ctx, who, f)
	}
	whole, err := summed(f)
	if err != nil {
		return nil, err
	}
	arrived, err := s.receive(io.LimitReader(body, left+1), whole)
	if err != nil {
		return nil, err
	}
	defer arrived.remove()
	switch {
	case arrived.size > left:
		return nil, wire.Refused(wire.CodeTooLarge, text.FileLonger)
	case arrived.size < left && arrived.size < limits.FilePartMin:
		return nil, invalid(text.FilePartShort(limits.FilePartMin))
	}
	if err := s.quotas.spendUpload(ctx, who.User, int(arrived.size)); err != nil {
		return nil, err
	}
	if f, err = s.keep(ctx, who, q, arrived, whole); err != nil || f.Received < f.Bytes {
		return infoOf(f), err
	}
	return s.finish(ctx, who, f)
}

// continues refuses a part that does not begin where the upload is.
func continues(f store.File, offset int64) error {
	if f.Done || f.Received != offset {
		return wire.Refused(wire.CodeConflict, text.FileAt(int(f.Received)))
	}
	return nil
}

// keep stores a part that has arrived and moves the upload on. whole is the SHA-256 of
// the file so far, with the part.
func (s files) keep(ctx context.Context, who Actor, q *wire.FilePart, part *arrival, whole hash.Hash) (f store.File, err error) {
	b := store.FileBlob{File: q.File, Role: store.RolePart, Place: q.Offset, Name: part.name, Size: part.size, Type: unknownType}
	err = s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		f, err := own(tx, p.me.ID, q.File)
		if err == nil {
			err = continues(f, q.Offset)
		}
		if err != nil {
			return err
		}
		return s.use(tx, b)
	})
	if err != nil {
		return f, err
	}
	if err := s.space.Blobs.Put(ctx, part.name, part.size, part.file); err != nil {
		return f, err
	}
	sum, err := whole.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		return f, err
	}
	err = s.records.update(ctx, who, func(tx store.Tx, p standing) (err error) {
		if f, err = own(tx, p.me.ID, q.File); err != nil {
			return err
		}
		if err := continues(f, q.Offset); err != nil {
			return err
		}
		kept, err := tx.Files().Blob(b.File, b.Role, b.Place)
		if err != nil {
			return err
		}
		if kept.Name != b.Name { // another request brought other content for the same place
			return wire.Refused(wire.CodeConflict, text.FileAt(int(f.Received)))
		}
		f.Received, f.Sum, f.Expires = f.Received+part.size, sum, s.records.now()+limits.FileIdle.Milliseconds()
		return tx.Files().Put(f)
	})
	return f, err
}

// use notes that a file uses a blob, and has the one deleted that it used before.
func (s files) use(tx store.Tx, b store.FileBlob) error {
	before, err := tx.Files().Use(b)
	if errors.Is(err, store.ErrExists) { // the same content is being deleted
		return later(wire.CodeOverload, time.Second, text.ServerBusy)
	}
	if err == nil && before != "" {
		err = s.records.deleteBlobs(tx, []string{before})
	}
	return err
}

// summed returns the SHA-256 of what is there of a file, to go on with.
func summed(f store.File) (hash.Hash, error) {
	h := sha256.New()
	if len(f.Sum) == 0 {
		return h, nil
	}
	return h, h.(encoding.BinaryUnmarshaler).UnmarshalBinary(f.Sum)
}

// arrival is content that has arrived, in a temporary file.
type arrival struct {
	file *os.File
	name string // of its blob
	size int64
}

// receive writes content to a temporary file, and its bytes to whole as well. It returns an
// ErrFilesFull if there is no space for that.
func (s files) receive(content io.Reader, whole io.Writer) (_ *arrival, err error) {
	defer func() {
		if durable.IsFull(err) {
			err = fmt.Errorf("%w: %w", ErrFilesFull, err)
		}
	}()
	file, err := os.CreateTemp(s.space.Temp, ".confab-part-*")
	if err != nil {
		return nil, err
	}
	a, h := &arrival{file: file}, sha256.New()
	a.size, err = io.Copy(io.MultiWriter(file, h, whole), content)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		a.remove()
		return nil, err
	}
	a.name = hex.EncodeToString(h.Sum(nil))
	return a, nil
}

// remove removes the temporary file. That it cannot be removed hurts nobody: it is
// one of those that are removed when the server starts.
func (a *arrival) remove() {
	_ = a.file.Close()
	_ = os.Remove(a.file.Name())
}
