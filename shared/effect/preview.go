package effect

import "github.com/confab/confab/shared/wire"

// preview says what is shown of the pages to which a message links. The event has all of it, so that it does not
// matter which of several events about one message was lost or came twice.
type preview struct{ Plain }

func (preview) Name() wire.Kind { return wire.KindPreview }
func (preview) Row() bool       { return false }
func (preview) Detail() any     { return new(wire.Previews) }

func (preview) Change(m, e *wire.Event) bool {
	var all wire.Previews
	if e.Detail.Read(&all) != nil {
		return false // of another version, which shows more than this one understands
	}
	m.State.Previews = all.Previews
	if len(all.Previews) == 0 {
		m.State.Previews = nil
	}
	return true
}

func (preview) Sample(r Random) wire.Event {
	all := wire.Previews{Previews: []wire.Preview{}}
	for range r.IntN(3) {
		p := wire.Preview{Address: sample(r, "https://soup.example/", "https://salad.example/?a=b&c=d"), Dismissed: r.IntN(4) == 0}
		if p.Dismissed {
			p.By = sample(r, "nora", "jonas")
			p.Dismissed = r.IntN(3) > 0
			p.Awaited = !p.Dismissed
		} else {
			p.Site, p.Title, p.Text = "soup.example", SampleText(r), SampleText(r)
		}
		if p.By == "" && r.IntN(2) == 0 {
			p.Picture = &wire.File{ID: sample(r, "file-1", "file-2"), Name: "preview", Type: "image/jpeg", Size: 900, Width: 48, Height: 36}
		}
		all.Previews = append(all.Previews, p)
	}
	return wire.Event{Detail: wire.DetailOf(&all)}
}

// Previews returns what is shown of the previews of a message of state s, which may be nil.
func Previews(s *wire.State) (shown []wire.Preview) {
	if s == nil {
		return nil
	}
	for i := range s.Previews {
		if v := &s.Previews[i]; !v.Dismissed && !v.Awaited {
			shown = append(shown, *v)
		}
	}
	return shown
}

// Dismissed returns the addresses whose previews a person has removed from a message of state s, and can bring back.
func Dismissed(s *wire.State, by string) (addresses []string) {
	for i := range s.Previews {
		if v := &s.Previews[i]; v.Dismissed && by != "" && v.By == by {
			addresses = append(addresses, v.Address)
		}
	}
	return addresses
}
