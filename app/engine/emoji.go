package engine

import "github.com/confab/confab/shared/wire"

// emoji keeps the list of the workspace's own emoji up to date.
type emoji struct {
	core   *core
	told   int64 // the revision that the server has
	asking bool
	read   wire.Emojis // the pages that have come so far
}

// follow reads the list if the server has another one than this device.
func (e *emoji) follow(revision int64) {
	if e.told = revision; revision != e.core.state.Emoji.Revision && !e.asking {
		e.ask("")
	}
}

// ask reads the next page.
func (e *emoji) ask(after string) {
	e.asking = true
	var page wire.Emojis
	e.core.requests.ask(wire.Row(wire.ListEmoji), &wire.EmojiList{After: after}, &page, true, func(err error) {
		e.asking = false
		switch {
		case err != nil: // the next connection tries again
		case after == "":
			e.read = page
			e.next()
		case page.Revision != e.read.Revision: // the list has changed in between
			e.ask("")
		default:
			e.read.Emoji, e.read.Next = append(e.read.Emoji, page.Emoji...), page.Next
			e.next()
		}
	})
}

// next reads on, or takes the list if it is complete.
func (e *emoji) next() {
	if e.read.Next != "" {
		e.ask(e.read.Next)
		return
	}
	list := e.read
	e.read = wire.Emojis{}
	e.core.mustApply(&list)
	e.core.persist.keep(Record{keyEmoji, encode(list)})
	if e.told > list.Revision {
		e.ask("")
	}
}

// onEmoji is told that the list has changed.
func (in *inbound) onEmoji(_ wire.Head, line []byte) error {
	var changed wire.EmojiChanged
	if err := wire.Decode(line, &changed); err != nil {
		return err
	}
	in.core.emoji.follow(changed.Revision)
	return nil
}
