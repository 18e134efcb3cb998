package rowhtml

import (
	"strings"
	"testing"

	"github.com/confab/confab/shared/wire"
)

func TestARoomSaysThatItBecamePrivateOrPublic(t *testing.T) {
	r := &Reader{User: func(id string) wire.User { return wire.User{ID: id, Name: "Hana"} }, Words: English}
	for action, want := range map[string]string{
		wire.ActionPrivate: "Hana made the room private", wire.ActionPublic: "Hana made the room public",
	} {
		var said strings.Builder
		for _, p := range r.System(&wire.Event{Kind: wire.KindRoom, Action: action, Name: "pantry", History: wire.HistoryNone}).Text {
			said.WriteString(p.Text)
		}
		if !strings.HasPrefix(said.String(), want) {
			t.Errorf("%s: %q", action, said.String())
		}
	}
}
