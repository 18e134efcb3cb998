package chat_test

import (
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/wire"
)

// Every command, as every kind of person. server/httpapi runs the same cells over
// HTTP and server/hub over the socket.
func TestAuthorizationMatrix(t *testing.T) {
	chattest.Run(t, func(t *testing.T, w *chattest.World, p chattest.Person, c *chat.Command, req wire.Headed) *wire.Error {
		res, e := w.Do(p, req, c.Type)
		if e == nil && res.Header().Type != c.Answer {
			t.Errorf("answered with %q, want %q", res.Header().Type, c.Answer)
		}
		return e
	})
}
