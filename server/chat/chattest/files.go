package chattest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/media"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// Blobs keep content in memory. They are safe for concurrent use.
type Blobs struct {
	mu    sync.Mutex
	all   map[string]string
	puts  int  // left before Put fails
	fails bool // Put fails once there are none left
}

// FailAfter makes Put fail after it was called n times more; -1: not at all.
func (b *Blobs) FailAfter(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.puts, b.fails = n, n >= 0
}

// Put implements chat.Blobs.
func (b *Blobs) Put(_ context.Context, name string, size int64, content io.Reader) error {
	text, err := io.ReadAll(content)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fails && b.puts == 0 {
		return chat.ErrFilesAway
	}
	b.puts--
	if int64(len(text)) != size {
		return errors.New("chattest: a blob of another size than was said")
	}
	if b.all == nil {
		b.all = map[string]string{}
	}
	b.all[name] = string(text)
	return nil
}

// Open implements chat.Blobs.
func (b *Blobs) Open(_ context.Context, name string, offset, length int64) (io.ReadCloser, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	text, ok := b.all[name]
	if !ok {
		return nil, errors.New("chattest: no such blob")
	}
	text = text[min(offset, int64(len(text))):]
	if length >= 0 {
		text = text[:min(length, int64(len(text)))]
	}
	return io.NopCloser(strings.NewReader(text)), nil
}

// Delete deletes a blob.
func (b *Blobs) Delete(_ context.Context, name string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.all, name)
	return nil
}

// Len returns how many blobs there are.
func (b *Blobs) Len() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.all)
}

// space is the World's space for files.
func space(b *Blobs, temp string) chat.FileSpace {
	return chat.FileSpace{Blobs: b, Temp: temp, Limit: 25 << 20, Quota: 1 << 30, AllQuota: 4 << 30, Media: media.Read,
		TypeOf: func(head []byte) string {
			switch {
			case bytes.HasPrefix(head, []byte("\x89PNG")):
				return "image/png"
			case bytes.HasPrefix(head, []byte("OggS\x00")):
				return "application/ogg"
			case bytes.HasPrefix(head, []byte("RIFF")):
				return "audio/wave"
			}
			return "text/plain; charset=utf-8"
		}}
}

// stream returns the row of an upload or a download.
func (w *World) stream(t wire.Type) *chat.Stream {
	for _, row := range w.Chat.Streams() {
		if row.Type == t {
			return &row
		}
	}
	w.T.Fatalf("there is no stream %s", t)
	return nil
}

// refused is err as people are told it. A fault of ours fails the test.
func (w *World) refused(what wire.Type, err error) *wire.Error {
	w.T.Helper()
	if err == nil {
		return nil
	}
	e, fault := chat.Public(err)
	if fault {
		w.T.Errorf("%s: %v", what, err)
	}
	return e
}

// Part uploads a part of a file.
func (w *World) Part(p Person, file string, offset int64, content string) (*wire.FileInfo, *wire.Error) {
	w.T.Helper()
	row, q := w.stream(wire.PutFilePart.Type), &wire.FilePart{File: file, Offset: offset}
	err := row.Admit(context.Background(), w.Chat, p.Actor(), q)
	var answer wire.Headed
	if err == nil {
		answer, err = row.Take(context.Background(), p.Actor(), q, chat.Body{Reader: strings.NewReader(content), Size: int64(len(content))})
	}
	if err != nil {
		return nil, w.refused(row.Type, err)
	}
	return answer.(*wire.FileInfo), nil
}

// Begin announces a file.
func (w *World) Begin(p Person, name string, size int64) wire.FileInfo {
	w.T.Helper()
	return *w.MustDo(p, &wire.FileBegin{CID: id.New(), Name: name, Size: size}, wire.BeginFile.Type).(*wire.FileInfo)
}

// Upload uploads a file at once.
func (w *World) Upload(p Person, name, content string) wire.File {
	w.T.Helper()
	f := w.Begin(p, name, int64(len(content)))
	done, e := w.Part(p, f.File.ID, 0, content)
	if e != nil || !done.Done {
		w.T.Fatalf("uploading %s: %+v %v", name, done, e)
	}
	return done.File
}

// Download gets a file in a size.
func (w *World) Download(p Person, file string, size wire.FileSize) (string, chat.Content, *wire.Error) {
	return download(w, p, wire.GetFile.Type, &wire.FileGet{File: file, Size: size})
}

func download(w *World, p Person, what wire.Type, q wire.Headed) (string, chat.Content, *wire.Error) {
	w.T.Helper()
	row := w.stream(what)
	err := row.Admit(context.Background(), w.Chat, p.Actor(), q)
	var c chat.Content
	if err == nil {
		c, err = row.Give(context.Background(), p.Actor(), q)
	}
	if err != nil {
		return "", c, w.refused(row.Type, err)
	}
	body, err := c.Open(context.Background(), 0, c.Size)
	if err != nil {
		w.T.Fatal(err)
	}
	defer body.Close()
	text, err := io.ReadAll(body)
	if err != nil {
		w.T.Fatal(err)
	}
	return string(text), c, nil
}
