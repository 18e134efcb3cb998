package importer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/confab/confab/server/store"
)

// said is one line from Stream to Follow. Exactly one of the fields is set.
type said struct {
	Progress *[2]int64 `json:"progress,omitempty"` // done, total
	Broken   *broken   `json:"broken,omitempty"`
	End      *end      `json:"end,omitempty"`
}

type broken struct {
	Line  int    `json:"line"`
	Error string `json:"error"`
}

type end struct {
	Report Report `json:"report"`
	Failed string `json:"failed,omitempty"`
}

// Stream is JSONL for another process: it writes progress, broken lines and the
// report to out, one JSON object per line, each in one Write. size is the length
// of in in bytes, 0 if unknown. The import stops when out fails. The returned
// error is also written to out, if that is possible.
func Stream(ctx context.Context, st store.Store, in io.Reader, out io.Writer, size int64) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	enc := json.NewEncoder(out)
	say := func(s said) {
		if err := enc.Encode(s); err != nil {
			stop(fmt.Errorf("the import is no longer followed: %w", err))
		}
	}
	report, err := JSONL(ctx, st, in, Options{
		Size:     size,
		Progress: func(done, total int64) { say(said{Progress: &[2]int64{done, total}}) },
		Errors:   func(line int, err error) { say(said{Broken: &broken{line, err.Error()}}) },
	})
	if cause := context.Cause(ctx); cause != nil && errors.Is(err, context.Canceled) {
		err = cause
	}
	e := end{Report: report}
	if err != nil {
		e.Failed = err.Error()
	}
	say(said{End: &e})
	return err
}

// Follow reads what Stream writes and calls o's functions with it. It returns
// what JSONL returned to Stream, or io.ErrUnexpectedEOF if r ends before that.
func Follow(r io.Reader, o Options) (Report, error) {
	dec := json.NewDecoder(r)
	for {
		var s said
		if err := dec.Decode(&s); errors.Is(err, io.EOF) {
			return Report{}, io.ErrUnexpectedEOF
		} else if err != nil {
			return Report{}, err
		}
		switch {
		case s.Progress != nil && o.Progress != nil:
			o.Progress(s.Progress[0], s.Progress[1])
		case s.Broken != nil && o.Errors != nil:
			o.Errors(s.Broken.Line, errors.New(s.Broken.Error))
		case s.End != nil && s.End.Failed != "":
			return s.End.Report, errors.New(s.End.Failed)
		case s.End != nil:
			return s.End.Report, nil
		}
	}
}
