package host

import (
	"strings"

	"github.com/confab/confab/app/state"
)

// Own tells features what of the person's own has changed on another device, or by the
// server: things of which the state knows nothing, because only a page asks for them.
type Own struct {
	follow map[string][]func(state.Own)
}

// Follow has do called with each change of an item; a slash and what follows it do not count.
func (o *Own) Follow(item string, do func(state.Own)) {
	if o.follow == nil {
		o.follow = map[string][]func(state.Own){}
	}
	o.follow[item] = append(o.follow[item], do)
}

// Tell calls those who follow what has changed.
func (o *Own) Tell(changed []state.Own) {
	for _, c := range changed {
		item, _, _ := strings.Cut(c.Item, "/")
		for _, do := range o.follow[item] {
			do(c)
		}
	}
}
