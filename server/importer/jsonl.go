package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/confab/confab/server/store"
)

// Options are further parameters of an import. The zero value works.
type Options struct {
	// Size is the length of the input in bytes, for Progress; 0: unknown.
	Size int64
	// Progress is called after each batch with the number of bytes of the input
	// that are done, before decompression, and Size.
	Progress func(done, total int64)
	// Errors is called for each line that was not imported, or not unchanged, in
	// the order of their numbers; the first line is 1.
	Errors func(line int, err error)
	// Now is the clock, for what has no time of its own; nil: time.Now.
	Now func() time.Time
}

// Report is the result of an import.
type Report struct {
	Lines    int `json:"lines"`    // read
	Messages int `json:"messages"` // added
	Known    int `json:"known"`    // there already
	People   int `json:"people"`   // added
	Rooms    int `json:"rooms"`    // added
	Broken   int `json:"broken"`   // reported to Errors
}

// batchLines is how many lines share one Update: enough for the fsync to be
// cheap, few enough to delay other writers by only some ten milliseconds.
const batchLines = 500

// JSONL imports the lines of r. It returns at the end of r, at the first failure
// of r or of the store, or when ctx ends. What was imported until then stays, and
// importing again continues from there.
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
			// The lines read before are written before the error is returned.
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
