package form

import (
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/wire"
)

// Quoted is the text of a message as quotes show it, of its present text and, if that is empty, its packed extra: one
// that forwards another without a note says what that said. What cannot be read says nothing: a quote is no
// reason to refuse a page.
func Quoted(body, packed string) string {
	e := wire.Event{Kind: wire.KindMessage}
	if body != "" || UnpackExtra(packed, &e) != nil {
		return body
	}
	f, _ := effect.ForwardedBy(&e)
	return f.Body
}
