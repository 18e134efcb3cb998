package wire

import (
	"strings"
	"testing"

	"github.com/confab/confab/shared/limits"
)

// longPage has messages at the even seqs from 2 to 2n, of size bytes each, and
// covers 1 to 2n+1.
func longPage(n, size int) *Page {
	p := &Page{Room: lobby, Epoch: "e1", From: 1, To: int64(2*n + 1), AsOf: int64(2*n + 1), Users: []User{annaFace, benFace}}
	for i := range n {
		p.Events = append(p.Events, Event{Room: lobby, Seq: int64(2*i + 2), Kind: KindMessage, Body: strings.Repeat(`"`, size/2)})
	}
	return p
}

func TestAPageIsCutToWhatFitsWhereItMattersLeast(t *testing.T) {
	for name, tc := range map[string]struct {
		f           Fetch
		first, last int64 // seqs of the events that stay
		from, to    int64
	}{
		"the newest":          {Fetch{}, 88, 100, 87, 101},
		"before":              {Fetch{Before: 102}, 88, 100, 87, 101},
		"after":               {Fetch{After: 1}, 2, 14, 1, 15},
		"around the middle":   {Fetch{Around: 50}, 44, 56, 43, 57},
		"around near the end": {Fetch{Around: 100}, 88, 100, 87, 101},
	} {
		p := longPage(50, 8000)
		p.Cut(tc.f, limits.Frame)
		first, last := p.Events[0].Seq, p.Events[len(p.Events)-1].Seq
		if first != tc.first || last != tc.last || p.From != tc.from || p.To != tc.to {
			t.Errorf("%s: events %d to %d covering %d to %d, want %+v", name, first, last, p.From, p.To, tc)
		}
		if b, err := Append(nil, p); err != nil || len(b) > limits.Frame {
			t.Errorf("%s: %d bytes, %v", name, len(b), err)
		}
	}
}

func TestAPageThatFitsIsLeftAlone(t *testing.T) {
	p := longPage(50, 200)
	p.Cut(Fetch{}, limits.Frame)
	if len(p.Events) != 50 || p.From != 1 || p.To != 101 {
		t.Errorf("%d events, %d to %d", len(p.Events), p.From, p.To)
	}
	empty := &Page{From: 1}
	empty.Cut(Fetch{}, limits.Frame)
	if empty.From != 1 || empty.To != 0 || len(empty.Events) != 0 {
		t.Errorf("empty: %+v", empty)
	}
}

func TestOneEventAlwaysStays(t *testing.T) {
	p := longPage(3, limits.Body)
	p.Cut(Fetch{}, 1000)
	if len(p.Events) != 1 || p.Events[0].Seq != 6 || p.From != 5 || p.To != 7 {
		t.Errorf("%d events, %d to %d", len(p.Events), p.From, p.To)
	}
}
