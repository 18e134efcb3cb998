package chat_test

import (
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/wire"
)

// Every command by everyone. The same cells run over HTTP in
// server/httpapi and over the socket.
func TestAuthorizationMatrix(t *testing.T) {
	chattest.Run(t, func(t *testing.T, w *chattest.World, p chattest.Person, c *chat.Command, req wire.Headed) *wire.Error {
		res, e := w.Do(p, req, c.Type)
		if e == nil && res.Header().Type != c.Answer {
			t.Errorf("answered with %q, want %q", res.Header().Type, c.Answer)
		}
		return e
	})
}
