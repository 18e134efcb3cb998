package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/confab/confab/server/store"
)

// Options are what an import may be told. The zero value will do.
type Options struct {
	// Size is the length of the input in bytes, as Progress tells it; 0: unknown.
	Size int64
	// Progress is told after each batch how many bytes of the input are done,
	// before decompression, and Size.
	Progress func(done, total int64)
	// Errors is told of each line that was not imported, or not as it was, in
	// the order of their numbers; the first line is 1.
	Errors func(line int, err error)
	// Now is the clock, for what has no time of its own; nil: time.Now.
	Now func() time.Time
}

// Report is what an import did.
type Report struct {
	Lines    int `json:"lines"`    // read
	Messages int `json:"messages"` // added
	Known    int `json:"known"`    // there already
	People   int `json:"people"`   // added
	Rooms    int `json:"rooms"`    // added
	Broken   int `json:"broken"`   // told to Errors
}

// batchLines is how many lines share one Update: enough for the fsync to be
// cheap, few enough for others to get their turn within some ten milliseconds.
const batchLines = 500

// JSONL imports what r holds. It returns at the end of r, at the first failure
// of r or of the store, or when ctx ends; what was imported until then stays,
// and importing again goes on from there.
func JSONL(ctx context.Context, st store.Store, r io.Reader, o Options) (Report, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	counted := &counter{r: r}
	plain, err := decompress(counted)
	if err != nil {
		return Report{}, err
	}
	im := &importer{store: st, now: o.Now, rooms: map[string]*room{}, people: map[string]string{}}
	lines := newLines(plain)
	for last := false; !last; {
		var b batch
		if last, err = lines.fill(&b); err != nil {
			// What was read before is good; it is written before this is told.
			err = fmt.Errorf("after line %d: %w", lines.number, err)
			last = true
		}
		if e := im.write(ctx, &b); e != nil {
			return im.report, e
		}
		im.tell(&b, o)
		if o.Progress != nil {
			o.Progress(counted.n, max(o.Size, counted.n))
		}
	}
	return im.report, errors.Join(err, im.finish(ctx))
}

// tell reports the broken lines of a batch that was written.
func (im *importer) tell(b *batch, o Options) {
	im.report.Lines += b.lines
	im.report.Broken += len(b.problems)
	if o.Errors == nil {
		return
	}
	for _, p := range b.sorted() {
		o.Errors(p.line, p.err)
	}
}
