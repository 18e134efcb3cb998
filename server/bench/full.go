package bench

import (
	"fmt"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// full is the voice that people's devices have: the real client engine.
type full struct {
	client *client
	engine *engine.Engine
}

func newFull(c *client, url string, s Seat) *full {
	return &full{client: c, engine: engine.New(engine.Options{
		Dialer:  dial.Dialer{URL: url, Token: dial.Fixed(s.Token)},
		Device:  id.New(),
		Client:  "confab-bench",
		Unacked: c.run.load.InFlight,
		Trace: engine.Trace{
			Welcome: c.welcome, Ready: c.isReady, Ack: c.ack, Nack: c.nack,
			Event: func(e *wire.Event) { c.event(e, time.Now().UnixNano()) },
		},
	})}
}

func (f *full) start() { f.engine.Start() }

func (f *full) stop() { f.engine.Stop() }

// send holds the client's mu, so that no answer is taken in before the message
// is noted.
func (f *full) send(room, text string, noted func(cid string)) error {
	f.client.mu.Lock()
	defer f.client.mu.Unlock()
	cid, err := f.engine.Send(room, text, 0)
	if err == nil {
		noted(cid)
	}
	return err
}

func (f *full) trouble() error {
	if reason := f.engine.Status().Reason; reason != nil {
		return reason
	}
	return fmt.Errorf("it is still %s", f.engine.Status().Phase)
}
