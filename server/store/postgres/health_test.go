package postgres

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/server/sparse"
)

// silent is a probe that is never answered.
func silent(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

// newHealthOf returns a health that ends with the test.
func newHealthOf(t *testing.T, probe func(context.Context) error) *health {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	h := newHealth(log, sparse.New(log), probe)
	t.Cleanup(h.end)
	return h
}

// On a machine with too much to do a question may take longer than it should.
// To refuse everybody for that would end the work that is being done.
func TestALateAnswerIsNoLossWhileOthersAreAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHealthOf(t, silent)
		for range 40 {
			time.Sleep(probeTimeout / 4)
			h.answered()
			if !h.Up() {
				t.Fatal("lost, although it answers")
			}
		}
		time.Sleep(probeEvery + 3*probeTimeout)
		if h.Up() {
			t.Error("nobody is answered any more, and it is not known to be lost")
		}
	})
}

// What is refused plainly is, whoever was answered a moment ago.
func TestARefusalIsALoss(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h *health
		h = newHealthOf(t, func(context.Context) error {
			h.answered()
			return errors.New("connection refused")
		})
		h.suspect()
		synctest.Wait()
		if h.Up() {
			t.Error("not known to be lost")
		}
	})
}
