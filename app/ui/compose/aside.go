package compose

import (
	"github.com/confab/confab/shared/text"
)

// aside is the text that was put aside because no message can be made of it.
type aside struct{ c *Composer }

// copy copies the text that was put aside.
func (a aside) copy() {
	a.c.drafts.Book.Aside(a.c.to.draft(a.c.edit), func(long string) { a.c.h.Copy(long, text.TextCopied) })
}

// drop deletes it.
func (a aside) drop() {
	a.c.drafts.Book.PutAside(a.c.to.draft(a.c.edit), "")
	a.c.changed()
}
