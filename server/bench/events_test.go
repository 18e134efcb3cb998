package bench

import (
	"testing"

	"github.com/confab/confab/shared/wire"
)

func TestAnEventIsDecodedOnce(t *testing.T) {
	e := newEvents()
	line := []byte(`{"type":"event","room":"r","seq":7,"event":"e","author":"nora","kind":"message","at":1,"body":"hello"}`)
	first, typ, err := e.decode(line)
	if err != nil || typ != wire.TypeEvent || first.Seq != 7 || first.Body != "hello" {
		t.Fatalf("%+v, %s, %v", first, typ, err)
	}
	second, _, err := e.decode(append([]byte(nil), line...))
	if err != nil || second != first {
		t.Errorf("the same bytes give %p and %p", first, second)
	}
	line[len(line)-3] = '!'
	if other, _, err := e.decode(line); err != nil || other.Body != "hell!" || first.Body != "hello" {
		t.Errorf("other bytes give %+v, %v; the first is %+v now", other, err, first)
	}
	if other, typ, err := e.decode([]byte(`{"type":"ping","t":1}`)); err != nil || other != nil || typ != wire.TypePing {
		t.Errorf("a ping gives %+v, %s, %v", other, typ, err)
	}
	if _, _, err := e.decode([]byte(`{"type":"event","room":`)); err == nil {
		t.Error("half an event is none")
	}
}
