package chat_test

import (
	"strings"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/proof/power"
	"github.com/confab/confab/shared/wire"
)

// A part arrives on the disk before it is stored, so that disk may be the one that is full.
func TestAPartThatFindsNoSpaceWhereItArrivesIsRefusedAsSuch(t *testing.T) {
	d, err := power.Mount(t.TempDir(), 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	w := chattest.New(t, func(_ *chattest.World, o *chat.Options) { o.Files.Temp = d.Path() })
	content := strings.Repeat("a file ", 1000)
	f := w.Begin(w.Sam, "plan.txt", int64(len(content)))
	d.Full(true)
	if _, e := w.Part(w.Sam, f.File.ID, 0, content); code(e) != wire.CodeStorageFull || e.RetryMS <= 0 {
		t.Errorf("without space: %v", e)
	}
	d.Full(false)
	if i, e := w.Part(w.Sam, f.File.ID, 0, content); e != nil || !i.Done {
		t.Errorf("with space again: %+v %v", i, e)
	}
}
