package kit

import (
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Confirm asks before something that cannot be undone.
type Confirm struct {
	DialogState
	Question text.Text
	Detail   text.Text
	No, Yes  text.Text
	Ask      func(done func(error)) // what is asked of the server on yes
	Done     func()                 // after the server agreed
}

// Asks is what a Confirm asks of the server.
func Asks[Q, R wire.Headed](h *host.Host, c wire.Command[Q, R], req Q) func(done func(error)) {
	return func(done func(error)) {
		host.Ask(h, c, req, func(_ R, err error) { done(err) })
	}
}

// Draw shows the dialog.
func (c *Confirm) Draw(at host.Layer) app.UI { return DrawDialog(at, c) }

// Title is the question.
func (c *Confirm) Title() text.Text { return c.Question }

// Alert reports that it cannot be undone.
func (c *Confirm) Alert() bool { return true }

// Body says what it means.
func (c *Confirm) Body() []app.UI { return []app.UI{El("p", c.Detail), c.FaultLine()} }

// Buttons are no and yes, in this order.
func (c *Confirm) Buttons() []app.UI {
	return []app.UI{CancelButton(c.H, c.No), SubmitButton(c.Yes, "btn--danger", c.Busy)}
}

// Submit is yes.
func (c *Confirm) Submit() {
	if c.Busy {
		return
	}
	c.Wait()
	c.Ask(func(err error) {
		if c.Failed(err) {
			return
		}
		c.H.Overlays.Drop(c)
		if c.Done != nil {
			c.Done()
		}
	})
}
