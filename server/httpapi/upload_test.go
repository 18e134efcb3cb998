package httpapi

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/shared/wire"
)

// desk is Sam's program: what its uploads know of the server, and the content of a file.
type desk struct {
	drive
	t       *testing.T
	content string
	cuts    atomic.Int32 // parts that are still cut off: one on its way, the next in its answer, and so on
}

func (d *desk) Begin(_ context.Context, q *wire.FileBegin) (*wire.FileInfo, error) {
	return d.MustDo(d.Sam, q, wire.BeginFile.Type).(*wire.FileInfo), nil
}

func (d *desk) Get(_ context.Context, file string) (*wire.FileInfo, error) {
	return d.MustDo(d.Sam, &wire.FileRef{File: file}, wire.GetUpload.Type).(*wire.FileInfo), nil
}

func (d *desk) Cancel(_ context.Context, file string) error {
	d.MustDo(d.Sam, &wire.FileRef{File: file}, wire.CancelFile.Type)
	return nil
}

func (d *desk) Put(_ context.Context, file string, from, to int64, _ func()) (*wire.FileInfo, error) {
	left := d.cuts.Add(-1)
	var body io.Reader = strings.NewReader(d.content[from:to])
	if left >= 0 && left%2 == 0 {
		body = cutOff{strings.NewReader(d.content[from : (from+to)/2])}
	}
	code, info := d.put(d.t, d.Sam, file, from, body, to-from)
	switch {
	case code == "cut" || left >= 0:
		return nil, errors.New("the connection was cut")
	case code != "ok":
		return nil, wire.Fail(wire.Code(code), "refused")
	}
	return &info, nil
}

func TestTheProgramsUploadsAreWhatTheServerTakes(t *testing.T) {
	for _, cuts := range []int32{0, 2, 3} {
		d := &desk{drive: newDrive(t), t: t, content: strings.Repeat("0123456789abcdef", 3<<16) + "end"}
		d.cuts.Store(cuts)
		told := make(chan struct{}, 1)
		u := engine.NewUploads(d, func() {
			select {
			case told <- struct{}{}:
			default:
			}
		})
		id := u.Add(engine.Picked{Name: "plan.txt", Type: "text/plain", Size: int64(len(d.content)), Content: d})
		known, _ := u.Get(id)
		for ; !known.Done && known.Fail == nil; known, _ = u.Get(id) {
			<-told
		}
		u.Stop()
		if known.Fail != nil {
			t.Fatalf("with %d cuts: %v", cuts, known.Fail)
		}
		if got, _, refused := d.Download(d.Sam, known.File.ID, ""); got != d.content || refused != nil {
			t.Errorf("with %d cuts the server has %d bytes, want %d: %v", cuts, len(got), len(d.content), refused)
		}
	}
}
