package httpapi

import (
	"net/http/httptest"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/wire"
)

func TestANewcomerLearnsNothingOfBeforeOverHTTP(t *testing.T) {
	w := chattest.New(t)
	srv := httptest.NewServer(New(Options{Chat: w.Chat, Authenticate: byName}))
	defer srv.Close()
	room, top := w.Past("")
	w.MustDo(w.Hana, &wire.MemberAdd{Room: room, User: w.Stan.ID}, wire.AddMember.Type)
	w.Stir(room, top)
	w.Pry(t, room, top+1, func(t *testing.T, p chattest.Person, c *chat.Command, req wire.Headed) ([]byte, *wire.Error) {
		return ask(t, srv.URL, p, c, req)
	})
}
