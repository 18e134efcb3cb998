package timeline

import (
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// messageAction is something that can be done with a message. The tools on the
// active message, the sheet on a phone, the keys and the list of keys are made
// from messageActions.
type messageAction struct {
	name   string // in the attribute data-action or data-do of its button
	label  text.Text
	icon   rowhtml.Icon
	in     places
	danger bool // it takes something away
	// may reports whether it can be done with a message of the room; nil: with
	// any that is sent and not deleted.
	may func(h *host.Host, r wire.Room, it *state.Item) bool
	// do does it. The page may show another room than the message's by now: the
	// sheet stays open when the person goes back.
	do func(h *host.Host, it *state.Item, at platform.Element)

	keys  []string // what a browser calls them
	shown string   // the key in the list of keys
	does  text.Text
}

// places are where an action has a button.
type places uint8

const (
	inTools places = 1 << iota
	inSheet
)

// messageActions are everything that can be done with a message, in the order of
// the tools. It is filled in by init, because actions open what is made from it.
var messageActions []messageAction

func init() {
	messageActions = []messageAction{
		{name: "add-reaction", label: text.AddReaction, icon: rowhtml.IconEmojiAdd, in: inTools,
			keys: []string{"e", "E"}, shown: "E", does: text.ShortcutReact, do: pickReaction},
		{name: "reply", label: text.Reply, icon: rowhtml.IconReply, in: inTools | inSheet,
			keys: []string{"r", "R"}, shown: "R", does: text.ShortcutReply,
			do: func(h *host.Host, it *state.Item, _ platform.Element) { h.Verbs.Reply(it) }},
		{name: "thread", label: text.ReplyInThread, icon: rowhtml.IconThread, in: inTools | inSheet,
			keys: []string{"t", "T"}, shown: "T", does: text.ShortcutThread,
			do: func(h *host.Host, it *state.Item, _ platform.Element) { h.Verbs.Thread(it) }},
		{name: "pin", label: text.PinMessage, icon: rowhtml.IconPin, in: inTools | inSheet, may: mayPin,
			do: func(h *host.Host, it *state.Item, _ platform.Element) {
				setPin(h, it.Event.Room, it.Event.Seq, true)
			}},
		{name: "unpin", label: text.UnpinMessage, icon: rowhtml.IconPin, in: inTools | inSheet, may: mayUnpin,
			do: func(h *host.Host, it *state.Item, _ platform.Element) {
				setPin(h, it.Event.Room, it.Event.Seq, false)
			}},
		{name: "forward", label: text.ForwardMessage, icon: rowhtml.IconForward, in: inSheet,
			keys: []string{"f", "F"}, shown: "F", does: text.ShortcutForward, do: forward},
		{name: "save", label: text.SaveMessage, icon: rowhtml.IconBookmark, in: inSheet,
			keys: []string{"s", "S"}, shown: "S", does: text.ShortcutSave,
			do: func(h *host.Host, it *state.Item, _ platform.Element) { h.Verbs.Save(it) }},
		{name: "edit", label: text.EditMessage, icon: rowhtml.IconEdit, in: inTools | inSheet, may: mayEdit,
			do: func(h *host.Host, it *state.Item, _ platform.Element) { h.Verbs.Edit(it) }},
		{name: "unread", label: text.MarkUnread, icon: rowhtml.IconEye, in: inSheet, may: mayUnread,
			keys: []string{"u", "U"}, shown: "U", does: text.ShortcutUnread,
			do: func(h *host.Host, it *state.Item, _ platform.Element) {
				h.Eng.MarkUnread(it.Event.Room, it.Event.Seq)
				h.Say("check", text.MarkedUnread)
			}},
		{name: "remind", label: text.RemindMe, icon: rowhtml.IconClock, in: inSheet,
			keys: []string{"h", "H"}, shown: "H", does: text.ShortcutRemind,
			do: func(h *host.Host, it *state.Item, at platform.Element) { h.Verbs.Remind(it, at) }},
		{name: "copy-text", label: text.CopyText, icon: rowhtml.IconCopy, in: inSheet,
			do: func(h *host.Host, it *state.Item, _ platform.Element) { h.Copy(textOf(&it.Event), text.TextCopied) }},
		{name: "copy-source", label: text.CopyMarkdown, icon: rowhtml.IconCopy, in: inSheet, may: hasMarkup,
			do: func(h *host.Host, it *state.Item, _ platform.Element) { h.Copy(it.Event.Body, text.TextCopied) }},
		{name: "quote-text", label: text.QuoteMessage, icon: rowhtml.IconQuote, in: inSheet, may: hasText,
			keys: []string{"q", "Q"}, shown: "Q", does: text.ShortcutQuote,
			do: func(h *host.Host, it *state.Item, _ platform.Element) { h.Verbs.Write(quoted(it.Event.Body)) }},
		{name: "download", label: text.Download, icon: rowhtml.IconDownload, in: inSheet, may: hasFiles,
			do: func(_ *host.Host, it *state.Item, _ platform.Element) { download(it.Event.Files...) }},
		{name: "copy-link", label: text.CopyLink, icon: rowhtml.IconLink, in: inTools | inSheet,
			do: func(h *host.Host, it *state.Item, _ platform.Element) {
				h.Copy(platform.Origin()+linkTo(&it.Event), text.LinkCopied)
			}},
		{name: "delete", label: text.DeleteMessage, icon: rowhtml.IconTrash, in: inTools | inSheet, danger: true, may: mayDelete,
			keys: []string{"Backspace", "Delete"}, shown: "⌫", does: text.ShortcutDelete,
			do: deleteSoon},
		{name: "delete-all", label: text.DeleteMore, icon: rowhtml.IconTrash, in: inSheet, danger: true, may: mayDelete, do: askDeleteAll},
	}
}

// linkTo is the address of a message.
func linkTo(e *wire.Event) string { return route.To(e.Room, e.Seq) }

// allows reports whether an action can be done with a message.
func allows(h *host.Host, a *messageAction, it *state.Item) bool {
	r, ok := h.State.Room(it.Event.Room)
	return ok && canBeActedOn(it) && (a.may == nil || a.may(h, r, it))
}

// menuItems are the lines of a message's menu.
func (t *Timeline) menuItems(it *state.Item, row platform.Element) (lines []kit.MenuItem) {
	for i := range messageActions {
		a := &messageActions[i]
		if !allows(t.h, a, it) {
			continue
		}
		if a.danger {
			lines = append(lines, kit.MenuItem{})
		}
		lines = append(lines, kit.MenuItem{Icon: a.icon.Name(), Label: a.label, End: a.shown, Danger: a.danger,
			Act: func() { t.hands.act(a.name, it, row) }})
	}
	return lines
}

func hasFiles(_ *host.Host, _ wire.Room, it *state.Item) bool { return len(it.Event.Files) > 0 }

func hasText(_ *host.Host, _ wire.Room, it *state.Item) bool { return it.Event.Body != "" }

// hasMarkup reports whether the text of a message is another one than what is shown of it.
func hasMarkup(_ *host.Host, _ wire.Room, it *state.Item) bool {
	return it.Event.Body != "" && textOf(&it.Event) != it.Event.Body
}

// quoted is a text as a quote in another one.
func quoted(body string) string {
	return "> " + strings.ReplaceAll(strings.TrimSpace(body), "\n", "\n> ") + "\n"
}

// textOf is what is copied of a message: its text as it is shown, or the names of its files if it has none.
func textOf(e *wire.Event) string {
	if e.Body != "" {
		return asShown(e.Body)
	}
	var names []string
	for i := range e.Files {
		names = append(names, e.Files[i].Name)
	}
	return strings.Join(names, "\n")
}

// asShown is a text without its markup, line by line. Code stays as it is.
func asShown(body string) string {
	lines, code := []string{}, false
	for line := range strings.SplitSeq(body, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			code = !code
			continue
		}
		if plain := markup.Plain(line, limits.Body); !code && plain != "" {
			line = plain
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// download has the browser save files.
func download(files ...wire.File) {
	for i := range files {
		if address := rowhtml.FileAddress(files[i].ID, wire.SizeWhole); address != "" {
			platform.Download(address, files[i].Name)
		}
	}
}

// mayUnread reports whether anything would be unread: one's own messages never are.
func mayUnread(h *host.Host, _ wire.Room, it *state.Item) (may bool) {
	h.State.See(func(s *state.State) {
		r := s.Rooms[it.Event.Room]
		if r == nil {
			return
		}
		for i := len(r.Items) - 1; i >= 0 && r.Items[i].Event.Seq >= it.Event.Seq && !may; i-- {
			e := &r.Items[i].Event
			may = e.Kind == wire.KindMessage && e.Author != s.Me.ID && (e.State == nil || !e.State.Deleted)
		}
	})
	return may
}

func mayEdit(h *host.Host, _ wire.Room, it *state.Item) bool {
	return it.Event.Author == h.State.Me().ID
}

func mayDelete(h *host.Host, r wire.Room, it *state.Item) bool {
	return mayEdit(h, r, it) || rights.May(rights.DeleteAny, rights.In(h.State.Me(), r))
}

// Shortcut is a line of the list of keys.
type Shortcut struct {
	Keys string
	Does text.Text
}

// Shortcuts are the keys among messages: to move, for the actions, and for the menu of them.
func Shortcuts() (list []Shortcut) {
	list = append(list, Shortcut{"↑ ↓ Home End", text.ShortcutMove})
	for _, a := range messageActions {
		if a.shown != "" {
			list = append(list, Shortcut{a.shown, a.does})
		}
	}
	return append(list, Shortcut{"Shift F10", text.ShortcutMenu})
}
