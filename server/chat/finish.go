package chat

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"slices"
	"strings"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// Pictures makes pictures that are safe to show of those that people upload.
type Pictures interface {
	// Make reads a picture and returns what is kept instead. It returns ErrNoPicture
	// if the content is none that can be shown.
	Make(ctx context.Context, content io.Reader) (*Picture, error)
	// MakeSmall makes a picture at most side pixels wide and high of one: in SizeWhole,
	// and if it moves, in SizeSmall as it stands still. ErrNoPicture as from Make.
	MakeSmall(ctx context.Context, content io.Reader, side int) (*Picture, error)
}

// ErrNoPicture means that content is not a picture, or one that is not shown: it is
// kept as it is, to be saved.
var ErrNoPicture = errors.New("chat: not a picture that can be shown")

// Picture is what is kept of a picture.
type Picture struct {
	Width, Height int // in pixels
	Placeholder   string
	Animated      bool
	Sizes         []Rendition // SizeWhole among them
}

// Rendition is a picture in one size.
type Rendition struct {
	Size    wire.FileSize
	Type    string
	Content []byte
}

// finish makes a file of its parts. It may be called again after it failed.
func (s files) finish(ctx context.Context, who Actor, f store.File) (*wire.FileInfo, error) {
	var parts []store.FileBlob
	err := s.records.view(store.For(ctx, who.User), who, func(tx store.Tx, _ standing) (err error) {
		parts, err = tx.Files().Blobs(f.ID, store.RolePart)
		return err
	})
	if err != nil {
		return nil, err
	}
	all := &joined{ctx: ctx, blobs: s.space.Blobs, parts: parts}
	defer all.close()
	kept, err := s.contentOf(ctx, &f, parts, all)
	if err != nil {
		return nil, err
	}
	err = s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		if _, err := own(tx, p.me.ID, f.ID); err != nil {
			return err
		}
		for _, k := range kept {
			if err := s.use(tx, k.blob); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, k := range kept {
		if k.content == nil {
			continue // it is there as the only part
		}
		if err := s.space.Blobs.Put(ctx, k.blob.Name, k.blob.Size, k.content); err != nil {
			return nil, err
		}
	}
	err = s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		now, err := own(tx, p.me.ID, f.ID)
		if err != nil || now.Done {
			f = now // by another request
			return err
		}
		f.Done, f.Sum, f.Expires = true, nil, s.records.now()+limits.FileUnsent.Milliseconds()
		if err := tx.Files().Put(f); err != nil {
			return err
		}
		names, err := tx.Files().Drop(f.ID, store.RolePart)
		if err != nil {
			return err
		}
		return s.records.deleteBlobs(tx, names)
	})
	if err != nil {
		return nil, err
	}
	return infoOf(f), nil
}

// keeping is a blob of a finished file, with its content unless it is stored already.
type keeping struct {
	blob    store.FileBlob
	content io.Reader
}

// contentOf returns what is kept of the content of f, and notes what it is.
func (s files) contentOf(ctx context.Context, f *store.File, parts []store.FileBlob, all *joined) ([]keeping, error) {
	head := make([]byte, 512)
	n, err := io.ReadFull(all, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	kind, shown := s.typeOf(head[:n], f.Type)
	f.Type = kind
	all.rewind()
	if err := s.lines(f, head[:n], all); err != nil {
		return nil, err
	}
	if err := s.lasts(ctx, f, parts, shown); err != nil {
		return nil, err
	}
	if strings.HasPrefix(kind, "image/") {
		shown = unknownType // until it was made safe
		if s.space.Pictures != nil {
			p, err := s.space.Pictures.Make(ctx, all)
			if err == nil {
				return picturesOf(f, p), nil
			}
			if !errors.Is(err, ErrNoPicture) {
				return nil, err
			}
			all.rewind()
		}
	}
	whole := keeping{blob: store.FileBlob{File: f.ID, Role: store.RoleWhole, Size: f.Bytes, Type: shown}, content: all}
	if len(parts) == 1 {
		whole.blob.Name, whole.content = parts[0].Name, nil
		return []keeping{whole}, nil
	}
	h, err := summed(*f)
	whole.blob.Name = hex.EncodeToString(h.Sum(nil))
	return []keeping{whole}, err
}

// lines notes how many lines a text has, if it is not too long. all is at its beginning, and is there again afterwards.
func (s files) lines(f *store.File, head []byte, all *joined) error {
	if f.Bytes > limits.FileText || !strings.HasPrefix(s.space.TypeOf(head), "text/plain") {
		return nil
	}
	text, err := io.ReadAll(all)
	if err != nil {
		return err
	}
	f.Lines = bytes.Count(text, []byte("\n"))
	if !bytes.HasSuffix(text, []byte("\n")) {
		f.Lines++
	}
	all.rewind()
	return nil
}

// lasts notes how long a sound or film is, and how large. What its owner's browser said of it holds where the content
// says nothing, and of nothing else.
func (s files) lasts(ctx context.Context, f *store.File, parts []store.FileBlob, shown string) error {
	sound := strings.HasPrefix(shown, "audio/")
	if !sound {
		f.Wave = ""
	}
	if !sound && !strings.HasPrefix(shown, "video/") {
		f.Duration = 0
		return nil
	}
	facts, err := s.space.Media(shown, apart{ctx, s.space.Blobs, parts}, f.Bytes)
	if err != nil {
		return err
	}
	f.Duration, f.Width, f.Height = cmp.Or(facts.Duration.Milliseconds(), f.Duration), facts.Width, facts.Height
	return nil
}

// picturesOf returns what is kept of a picture, and notes what it is.
func picturesOf(f *store.File, p *Picture) (all []keeping) {
	f.Width, f.Height, f.Placeholder, f.Animated = p.Width, p.Height, p.Placeholder, p.Animated
	for _, r := range p.Sizes {
		role := string(r.Size)
		if r.Size == wire.SizeWhole {
			role, f.Type, f.Size = store.RoleWhole, r.Type, int64(len(r.Content))
		}
		all = append(all, keepingOf(store.FileBlob{File: f.ID, Role: role, Type: r.Type}, r.Content))
	}
	return all
}

// keepingOf returns content under its name.
func keepingOf(b store.FileBlob, content []byte) keeping {
	sum := sha256.Sum256(content)
	b.Name, b.Size = hex.EncodeToString(sum[:]), int64(len(content))
	return keeping{b, bytes.NewReader(content)}
}

// unknownType is the content type of what is only handed out to be saved.
const unknownType = "application/octet-stream"

// typeOf returns what content is, of which head is the beginning, and the content type
// with which it is handed out. claimed is what its owner believes: it decides
// only among what is handed out alike.
func (s files) typeOf(head []byte, claimed string) (kind, shown string) {
	found, _, err := mime.ParseMediaType(s.space.TypeOf(head))
	if err != nil {
		return unknownType, unknownType
	}
	switch found {
	case "audio/wave":
		found = "audio/wav"
	case "application/ogg":
		found = "audio/ogg"
	case "video/mp4", "video/webm": // containers of sound alone too
		if sound := "audio/" + strings.TrimPrefix(found, "video/"); claimed == sound {
			found = sound
		}
	}
	if slices.Contains(wire.FileTypes, found) && found != unknownType {
		return found, found
	}
	return labelOf(claimed, found), unknownType
}

// labelOf returns claimed if it is the type of a text or document, else found.
func labelOf(claimed, found string) string {
	document := strings.HasPrefix(claimed, "application/") || strings.HasPrefix(claimed, "text/")
	if claimed == unknownType || !document {
		return found
	}
	return claimed
}

// joined reads the parts of a file one after the other.
type joined struct {
	ctx   context.Context
	blobs Blobs
	parts []store.FileBlob

	next int
	open io.ReadCloser // nil: none
}

// Read implements io.Reader.
func (j *joined) Read(p []byte) (int, error) {
	for {
		if j.open == nil {
			if j.next == len(j.parts) {
				return 0, io.EOF
			}
			var err error
			if j.open, err = j.blobs.Open(j.ctx, j.parts[j.next].Name, 0, -1); err != nil {
				return 0, err
			}
			j.next++
		}
		n, err := j.open.Read(p)
		if errors.Is(err, io.EOF) {
			j.close()
			err = nil
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// close closes the open part. It was only read, so an error does not matter.
func (j *joined) close() {
	if j.open != nil {
		_ = j.open.Close()
		j.open = nil
	}
}

// rewind goes back to the beginning.
func (j *joined) rewind() {
	j.close()
	j.next = 0
}

// apart reads the parts of a file here and there.
type apart struct {
	ctx   context.Context
	blobs Blobs
	parts []store.FileBlob
}

// ReadAt implements io.ReaderAt.
func (a apart) ReadAt(p []byte, at int64) (n int, err error) {
	for _, part := range a.parts {
		from := at + int64(n) - part.Place
		if n == len(p) || from < 0 || from >= part.Size {
			continue
		}
		most := min(int64(len(p)-n), part.Size-from)
		r, err := a.blobs.Open(a.ctx, part.Name, from, most)
		if err != nil {
			return n, err
		}
		got, err := io.ReadFull(r, p[n:n+int(most)])
		n += got
		if err := errors.Join(err, r.Close()); err != nil {
			return n, err
		}
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// content returns the content of a file, or a smaller picture of it.
func (s files) content(ctx context.Context, who Actor, q *wire.FileGet) (Content, error) {
	if s.space.Blobs == nil {
		return Content{}, errNoFile
	}
	var f store.File
	var b store.FileBlob
	err := s.records.view(store.For(ctx, who.User), who, func(tx store.Tx, _ standing) (err error) {
		if f, err = visible(tx, who, q.File); err != nil {
			return err
		}
		if q.Size != wire.SizeWhole {
			if b, err = tx.Files().Blob(f.ID, string(q.Size), 0); !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
		b, err = tx.Files().Blob(f.ID, store.RoleWhole, 0)
		return err
	})
	if err != nil {
		return Content{}, err
	}
	return Content{
		Type: b.Type, Size: b.Size, Name: f.Name, Inline: b.Type != unknownType, Lasts: f.Room != "" && f.Seq == 0,
		Open: func(ctx context.Context, offset, length int64) (io.ReadCloser, error) {
			return s.space.Blobs.Open(ctx, b.Name, offset, length)
		},
	}, nil
}
