package faults

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/confab/confab/shared/limits"
)

// Fifty uploads, each in the midst of a part of the full size at the same moment. A server that had them in
// memory would need more than it may.
const (
	sideBySide = 50
	mostMemory = 150_000_000
)

// gate opens when so many have come to it.
type gate struct {
	missing atomic.Int64
	open    chan struct{}
}

// paused is content of which the last byte comes when the gate opens.
type paused struct {
	ctx  context.Context
	from io.Reader
	left int64
	gate *gate
}

// Read implements io.Reader.
func (p *paused) Read(b []byte) (int, error) {
	if p.left == 1 {
		if p.gate.missing.Add(-1) == 0 {
			close(p.gate.open)
		}
		select {
		case <-p.gate.open:
		case <-p.ctx.Done():
			return 0, p.ctx.Err()
		}
	}
	n, err := p.from.Read(b[:min(int64(len(b)), max(1, p.left-1))])
	p.left -= int64(n)
	return n, err
}

func TestUploadsSideBySideTakeLittleMemory(t *testing.T) {
	w := prepare(t, sideBySide, 1, sideBySide)
	s := serve(t, w.Data, "--limits", "off")
	before, err := s.Peak()
	must(t, err)
	at := &gate{open: make(chan struct{})}
	at.missing.Store(sideBySide)
	ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	for i, seat := range w.Seats {
		g.Go(func() error {
			p := s.As(seat.User, seat.Token)
			info, err := p.Begin(ctx, fmt.Sprint("file ", i), limits.FilePart)
			if err != nil {
				return err
			}
			var seed [32]byte
			seed[0] = byte(i)
			content := &paused{ctx, rand.NewChaCha8(seed), limits.FilePart, at}
			info, err = p.Part(ctx, info.File.ID, 0, io.LimitReader(content, limits.FilePart), limits.FilePart)
			if err == nil && !info.Done {
				err = fmt.Errorf("the upload is %+v", info)
			}
			return err
		})
	}
	must(t, g.Wait())
	peak, err := s.Peak()
	must(t, err)
	t.Logf("%d uploads of %d MB side by side: %.1f MB at most, %.1f before",
		sideBySide, limits.FilePart>>20, float64(peak)/1e6, float64(before)/1e6)
	if peak > mostMemory {
		t.Errorf("the server had %.1f MB, want at most %.1f", float64(peak)/1e6, mostMemory/1e6)
	}
}
