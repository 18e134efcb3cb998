package engine

import (
	"slices"

	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

var errNoMessage = wire.Refused(wire.CodeNotFound, text.NoSuchMessage)

// amend puts a change to a message into the outbox; admit has reserved its place. It
// replaces what it makes needless: an earlier edit of the same message, or an emoji that
// was to be put on and is taken away again. A message that nobody has seen is changed
// itself.
func (o *outbox) amend(k outboxRecord) {
	if k.Seq == 0 && o.find(k.Of) == nil {
		k.Seq = o.core.state.SeqOf(k.Room, k.Of)
	}
	l := o.begin(k)
	if to := o.find(k.Of); k.Seq == 0 && to != nil && o.unseen(to) && o.rewrite(to, l) {
		o.size.Add(-1)
		return
	}
	gone := o.supersede(l)
	o.letters = append(o.letters, l)
	if k.Seq == 0 && o.find(k.Of) == nil {
		o.core.delivery.fail(l, errNoMessage)
		return
	}
	o.show(l)
	o.core.tabs.steal()
	o.save(l, gone...)
}

// supersede takes out what a change makes needless, and returns the keys of that.
func (o *outbox) supersede(l *letter) (gone []string) {
	for _, old := range slices.Clone(o.letters) {
		if old != l && old.Fail == nil && l.replaces(old) {
			o.take(old)
			o.hide(old)
			gone = append(gone, old.key())
		}
	}
	return gone
}

// settles reports whether the message of a change is in the log, so that the change can
// be sent.
func (o *outbox) settles(l *letter) bool {
	if l.Change != "" && l.Seq == 0 && o.find(l.Of) == nil {
		l.Seq = o.core.state.SeqOf(l.Room, l.Of)
	}
	return l.Change == "" || l.Seq > 0
}

// unseen reports whether a message can be changed here because nobody has seen it: it
// was refused, or it was never sent, and no other tab can send it now.
func (o *outbox) unseen(l *letter) bool {
	return l.Change == "" && (l.Fail != nil || l.Fresh && !l.out && o.core.tabs.holds && o.current)
}

// rewrite applies a change to a message that nobody has seen. It reports whether the
// change is one of its text.
func (o *outbox) rewrite(to, change *letter) bool {
	switch change.Change {
	case wire.KindEdit:
		to.Body = change.Body
		o.show(to)
		o.save(to)
	case wire.KindDelete:
		o.discard(to.CID)
	default:
		return false
	}
	return true
}

// replaces reports whether a change makes an earlier one needless.
func (l *letter) replaces(old *letter) bool {
	if old.Change == "" || old.Room != l.Room || old.Seq != l.Seq || l.Seq == 0 && old.Of != l.Of {
		return false
	}
	if l.Until > 0 { // it may be undone, and then the others are needed
		return old.Change == wire.KindDelete
	}
	return l.Change == wire.KindDelete || l.Change == old.Change && l.Emoji == old.Emoji
}

// changesOf returns the changes that wait for a message of the outbox.
func (o *outbox) changesOf(cid string) (list []*letter) {
	for _, l := range o.letters {
		if l.Change != "" && l.Seq == 0 && l.Of == cid {
			list = append(list, l)
		}
	}
	return list
}

// fold applies the changes that wait for a message which nobody has seen to the message
// itself. It returns their keys, and whether the message is still to be sent.
func (o *outbox) fold(l *letter) (gone []string, stays bool) {
	stays = true
	for _, about := range o.changesOf(l.CID) {
		switch about.Change {
		case wire.KindEdit:
			l.Body = about.Body
		case wire.KindDelete:
			stays = false
		default:
			continue
		}
		o.take(about)
		o.hide(about)
		gone = append(gone, about.key())
	}
	if len(gone) > 0 && stays {
		o.show(l)
	}
	return gone, stays
}
