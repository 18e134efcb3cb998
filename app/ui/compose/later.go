package compose

import (
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// holdLasts is how long the send button is held on a phone to send later.
const holdLasts = 500 * time.Millisecond

// sendLater is what joins the send button: it asks when to send what is written.
type sendLater struct {
	c     *Composer
	press int  // which time the button is pressed
	asked bool // it was held, and what follows is not to send
}

// button is nothing where a message cannot be sent later: a change of one.
func (s *sendLater) button() app.UI {
	if s.c.edit != "" {
		return kit.None()
	}
	id := s.c.to.id("send-later")
	return kit.El("button.iconbtn.iconbtn--primary.composer__later|type=button", kit.K("id"), id, kit.K("aria-label"), text.SendLater,
		kit.K("aria-haspopup"), "menu", kit.On("click", func(platform.Event) { s.ask(id) }), kit.Icon("chevron-down"))
}

func (s *sendLater) hold(platform.Event) {
	s.press++
	s.asked = false
	press := s.press
	if !host.Touch() || s.c.edit != "" {
		return
	}
	s.c.h.Later(holdLasts, func() {
		if press == s.press {
			s.asked = true
			s.ask(s.c.to.id("send"))
		}
	})
}

func (s *sendLater) release(platform.Event) { s.press++ }

// held reports, once, whether the button was held, so that letting go of it does not send.
func (s *sendLater) held() bool {
	asked := s.asked
	s.asked = false
	return asked
}

// ask asks when to send what is written, at a button.
func (s *sendLater) ask(button string) {
	c := s.c
	body := trimmed(c.field.Value())
	files, there := c.drafts.trays.ready(c.to)
	switch {
	case !there:
		c.h.Say("alert", text.FilesFirst)
	case body == "" && len(files) == 0:
		c.h.Say("alert", text.WriteFirst)
		c.field.Focus()
	default:
		at := c.to
		m := wire.LaterAdd{Room: at.Room, Body: body, ReplyTo: c.replyTo, Thread: at.Thread, InRoom: c.also}
		for _, f := range files {
			m.Files, m.Captions = append(m.Files, f.ID), append(m.Captions, f.Caption)
		}
		c.h.Verbs.SendLater(m, button, func() {
			c.drafts.trays.planned(at, files)
			if c.to == at && c.edit == "" && trimmed(c.field.Value()) == body {
				sending{c}.clear()
			}
		})
	}
}
