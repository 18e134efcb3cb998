package faults

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// The sizes of files: each has three parts at least, because an upload begins with small ones.
const (
	fileLeast = 800 << 10
	fileMost  = 1400 << 10
)

// askedAgain is after how long somebody presses the button to try again.
const askedAgain = 25 * time.Millisecond

// parcel is a message with files.
type parcel struct {
	cid, body string
	files     []packet
}

// packet is one file.
type packet struct {
	cid, name string
	content   []byte
}

// courier is somebody who sends files with their messages as the page does: a file that is picked has
// a cid, and the message goes when all of its files are there. If one fails, they try again.
type courier struct {
	*member
	token   string
	url     string
	do      func(r *http.Request, last bool) (*http.Response, error) // how the parts of files go, the last one and others
	rng     *rand.Rand
	same    []byte // what everybody sends
	uploads *engine.Uploads
	parts   atomic.Int64 // that were taken

	count   int
	mu      sync.Mutex
	refused map[wire.Code]int // how often they were told what
}

// packs makes a message with one to three files, of which one is what the others send, too.
func (c *courier) packs() parcel {
	c.count++
	p := parcel{cid: id.New(), body: fmt.Sprintf("parcel %d of %s", c.count, c.user)}
	for n := range 1 + c.rng.IntN(3) {
		f := packet{cid: id.New(), name: fmt.Sprintf("file %d.bin", n), content: c.same}
		if n != 1 {
			f.content = noise(c.rng, fileLeast+c.rng.IntN(fileMost-fileLeast))
		}
		p.files = append(p.files, f)
	}
	return p
}

// noise is content that no other has.
func noise(rng *rand.Rand, size int) []byte {
	var seed [32]byte
	for i := range seed {
		seed[i] = byte(rng.Uint32())
	}
	content := make([]byte, size)
	_, _ = rand.NewChaCha8(seed).Read(content) // which never fails
	return content
}

// opens has the courier's uploads go to the server that their client is connected to.
func (c *courier) opens() { c.uploads = engine.NewUploads(c.engine.FileServer(), func() {}) }

// leafs loads the page again: client and uploads begin anew with what was kept.
func (c *courier) leafs() {
	c.uploads.Stop()
	c.reload()
	c.opens()
}

// picks begins to upload the files of a parcel, or goes on with it.
func (c *courier) picks(p parcel) (uploads []string) {
	for _, f := range p.files {
		uploads = append(uploads, c.uploads.Add(engine.Picked{
			CID: f.cid, Name: f.name, Size: int64(len(f.content)), Content: handful{c, f.content},
		}))
	}
	return uploads
}

// uploaded waits until the files are there.
func (c *courier) uploaded(ctx context.Context, uploads []string) (files []wire.File, err error) {
	tick := time.NewTicker(askedAgain)
	defer tick.Stop()
	for {
		files = nil
		for _, upload := range uploads {
			known, _ := c.uploads.Get(upload)
			switch fail := known.Fail; {
			case known.Done:
				files = append(files, known.File)
			case fail != nil && !fail.Code.Temporary() && fail.Code != wire.CodeNotFound:
				return nil, fmt.Errorf("a file is refused: %w", fail)
			case fail != nil:
				c.mu.Lock()
				c.refused[fail.Code]++
				c.mu.Unlock()
				c.uploads.Retry(upload)
			}
		}
		if len(files) == len(uploads) {
			return files, nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil, fmt.Errorf("%d of %d files are there: %w", len(files), len(uploads), ctx.Err())
		}
	}
}

// sends sends a parcel and waits until it is known to have arrived. The page may be loaded again while the files
// are on their way, or when the message is, and nobody knows whether it has arrived.
func (c *courier) sends(ctx context.Context, room string, p parcel, midway, after bool) error {
	uploads := c.picks(p)
	if midway {
		rest(ctx, rand.N(time.Second/4))
		c.leafs()
		uploads = c.picks(p)
	}
	files, err := c.uploaded(ctx, uploads)
	if err != nil {
		return err
	}
	message := engine.Message{Room: room, Body: p.body, Files: files, CID: p.cid}
	arrived, err := c.posts(message)
	if err == nil && after {
		c.leafs()
		if message.Files, err = c.uploaded(ctx, c.picks(p)); err == nil {
			_, err = c.engine.SendMessage(message)
		}
	}
	if err != nil {
		return err
	}
	select {
	case <-arrived:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("the message has not arrived: %w", ctx.Err())
	}
}

// handful is the content of a courier's file.
type handful struct {
	c       *courier
	content []byte
}

// Put implements engine.Content.
func (h handful) Put(ctx context.Context, file string, from, to int64, _ func()) (*wire.FileInfo, error) {
	at := fmt.Sprintf("%s/api/v1/files/%s/content?offset=%d", h.c.url, file, from)
	r, err := http.NewRequestWithContext(ctx, http.MethodPut, at, bytes.NewReader(h.content[from:to]))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/octet-stream")
	r.Header.Set("Authorization", "Bearer "+h.c.token)
	res, err := h.c.do(r, to == int64(len(h.content)))
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	said, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK {
		var failure struct{ Error *wire.Error }
		if err := json.Unmarshal(said, &failure); err != nil || failure.Error == nil {
			return nil, fmt.Errorf("a part is answered with %s: %s", res.Status, said)
		}
		return nil, failure.Error
	}
	info := &wire.FileInfo{}
	if err := json.Unmarshal(said, info); err != nil {
		return nil, err
	}
	h.c.parts.Add(1)
	return info, nil
}
