package draft

import "github.com/confab/confab/shared/limits"

// Untold returns the drafts that the server does not have as they are here. Those of changes of messages
// stay on this device.
func (b *Book) Untold() (list []Target) {
	for t, d := range b.all {
		if t.Edit == "" && !d.Told && len(d.Text) <= limits.Body && (d.Text != "" || d.Rev != 0) {
			list = append(list, t)
		}
	}
	return list
}

// Tell notes that the server has a text of a draft, as rev; 0: it has none.
func (b *Book) Tell(t Target, text string, rev int64) {
	d := b.all[t]
	d.Rev, d.Told = rev, d.Text == text
	d.At++
	b.put(t, d)
}

// Hear notes what the server has of a draft: what another device wrote. Of what was changed here meanwhile
// nothing is lost: it stays, and the other text is put aside.
func (b *Book) Hear(t Target, text string, replyTo, rev int64) {
	d := b.all[t]
	if b.shut || b.owner == "" || d.Rev == rev {
		return
	}
	switch {
	case d.Told || d.Text == "" || d.Text == text:
		d.Text, d.ReplyTo, d.Told = text, replyTo, true
	case text != "" && d.Aside > 0:
		b.Aside(t, func(before string) {
			b.PutAside(t, before+"\n\n"+text)
			b.changed(t)
		})
		d = b.all[t]
	case text != "":
		b.PutAside(t, text)
		d = b.all[t]
	}
	d.Rev = rev
	d.At++
	b.put(t, d)
	b.changed(t)
}

func (b *Book) changed(t Target) {
	if b.o.Changed != nil {
		b.o.Changed(t)
	}
}
