package importer

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"strings"
	"testing"
)

func TestFollowHearsWhatStreamSays(t *testing.T) {
	d := newDesk(t)
	input := long(1200) + "broken\n" + talk
	out, in := io.Pipe()
	streamed := make(chan error, 1)
	go func() {
		err := Stream(context.Background(), d.store, strings.NewReader(input), in, int64(len(input)))
		streamed <- errors.Join(err, in.Close())
	}()
	heard := map[string]int64{}
	r, err := Follow(out, Options{
		Progress: func(done, total int64) { heard["done"], heard["total"] = done, total },
		Errors:   func(line int, err error) { heard[err.Error()] = int64(line) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := <-streamed; err != nil {
		t.Error(err)
	}
	same(t, "report", r, Report{Lines: 1206, Messages: 1205, People: 53, Rooms: 3, Broken: 1})
	want := map[string]int64{"done": int64(len(input)), "total": int64(len(input)),
		"not a JSON object: invalid character 'b' looking for beginning of value": 1201}
	if !maps.Equal(heard, want) {
		t.Errorf("heard %v, want %v", heard, want)
	}
}

func TestFollowHearsAFailure(t *testing.T) {
	d := newDesk(t)
	var said bytes.Buffer
	err := Stream(context.Background(), d.store, strings.NewReader("\x1f\x8bnothing"), &said, 0)
	if err == nil {
		t.Fatal("an import of no gzip file went well")
	}
	_, followed := Follow(&said, Options{})
	if followed == nil || followed.Error() != err.Error() {
		t.Errorf("Follow: %v, want %v", followed, err)
	}
	if _, err := Follow(strings.NewReader(""), Options{}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("Follow of nothing: %v, want an unexpected end", err)
	}
}

func TestAnImportNobodyFollowsStops(t *testing.T) {
	d := newDesk(t)
	out, in := io.Pipe()
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	err := Stream(context.Background(), d.store, strings.NewReader(long(3000)), in, 0)
	if !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("Stream: %v, want the pipe's error", err)
	}
	room, _ := d.room("long")
	same(t, "messages", room.Top, int64(batchLines))
}
