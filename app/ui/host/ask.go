package host

import (
	"context"
	"errors"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Patience is how long the person waits for the answer to a click.
const Patience = 15 * time.Second

// Ask gives a command and calls done, on go-app's goroutine, with its answer.
func Ask[Q, R wire.Headed](h *Host, c wire.Command[Q, R], req Q, done func(R, error)) {
	if h.Eng == nil {
		var none R
		done(none, wire.Refused(wire.CodeUnavailable, text.StillStarting))
		return
	}
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), Patience)
		defer cancel()
		answer, err := engine.Do(ctx, h.Eng, c, req)
		h.Post(func() { done(answer, err) })
	}()
}

// Refusal is what the server says in an answer over HTTP that is none to what was asked; nil: it did that.
func Refusal(answer platform.Answer) error {
	if answer.OK() {
		return nil
	}
	var refused struct {
		Error *wire.Error `json:"error"`
	}
	if err := wire.Unmarshal([]byte(answer.Body), &refused); err != nil {
		return err
	}
	if refused.Error == nil {
		return wire.Refused(wire.CodeUnavailable, text.ServerSilent)
	}
	return refused.Error
}

// Tell is Ask for commands whose success shows by itself: only a refusal is put
// into words.
func Tell[Q, R wire.Headed](h *Host, c wire.Command[Q, R], req Q) {
	Ask(h, c, req, func(_ R, err error) {
		if err != nil {
			h.Complain(err)
		}
	})
}

// Once is something that is asked when there is a connection, and again when there is one again.
type Once struct{ asked bool }

// When calls ask if it was not called yet with the connection that there is. It is for Render, of
// something that is drawn whenever Status changes: a page may be opened before there is a connection.
func (o *Once) When(h *Host, ask func()) {
	live := h.Live()
	if live && !o.asked {
		ask()
	}
	o.asked = live
}

// Target names a message that is to be changed.
func Target(it *state.Item) engine.Target {
	return engine.Target{Room: it.Event.Room, Seq: it.Event.Seq, CID: it.Event.CID}
}

// Change changes messages, now or when there is a connection, and shows that at once. It
// reports whether that could be begun; if the server refuses it later, the person is told.
func (h *Host) Change(do func(engine.Outbox) error) bool {
	err := error(wire.Refused(wire.CodeUnavailable, text.StillStarting))
	if h.Eng != nil {
		err = do(h.Eng.Outbox())
	}
	if err != nil {
		h.Complain(err)
	}
	return err == nil
}

// Why says an error to a person.
func Why(err error) string {
	var refused *wire.Error
	switch {
	case errors.As(err, &refused) && refused.Message != "":
		return Reason(refused)
	case errors.Is(err, context.DeadlineExceeded):
		return Said(text.ServerSilent)
	}
	return Said(text.DidNotWork)
}
