package picture

import (
	"bytes"
	"testing"

	"github.com/confab/confab/server/proof/instance"
)

func TestTheProgramMakesPicturesAnew(t *testing.T) {
	program, err := instance.Binary()
	if err != nil {
		t.Fatal(err)
	}
	w := &Worker{Command: []string{program, "picture"}}
	r, err := w.Make(t.Context(), bytes.NewReader(jpegOf(t, corners(800, 600))))
	if err != nil || r.Width != 800 || len(r.Thumbs) != 2 {
		t.Fatalf("%d pixels wide, %d thumbnails, %v", r.Width, len(r.Thumbs), err)
	}
	isUpright(t, "the picture", seen(t, r.Content))
	fails(t, &Worker{Command: []string{program, "picture"}}, bytes.NewReader(header(50_000, 50_000, 8, 6, 0)), ErrTooLarge)
}
