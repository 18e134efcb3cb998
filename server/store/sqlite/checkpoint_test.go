package sqlite

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

func TestTheLogIsBegunAnewOnceItIsLong(t *testing.T) {
	s := open(t, Options{})
	defer shut(t, s)
	kitchen(t, s)
	length := func() int64 { // SQLite tells it outside of transactions only
		c, err := s.pool.take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		size, _, err := c.checkpoint("NOOP")
		if err := errors.Join(err, s.pool.put(c)); err != nil {
			t.Fatal(err)
		}
		return size
	}
	body := strings.Repeat("x", 16<<10)
	say := func(n int) {
		write(t, s, func(tx store.Tx) error {
			for range n {
				e := wire.Event{Room: "kitchen", Event: "e", Author: "ada", Kind: wire.KindMessage, Body: body}
				if err := tx.Events().Append(&e); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for length() < logFrames {
		say(100)
	}
	for deadline := time.Now().Add(time.Minute); length() >= logFrames; say(1) {
		if time.Now().After(deadline) {
			t.Fatalf("the log still has %d pages", length())
		}
	}
	if found := problems(t, s); len(found) > 0 {
		t.Errorf("afterwards: %q", found)
	}
}
