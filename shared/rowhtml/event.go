package rowhtml

import (
	"slices"
	"time"

	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Reader is who reads a timeline. It turns events into what rows show of them to
// that person.
type Reader struct {
	Me      string                    // their id
	Deletes bool                      // they may delete the messages of others in the room
	Since   int64                     // the first seq that they may read in the room; 0: all
	User    func(id string) wire.User // a person, as far as is known
	Link    func(seq int64) string    // to a message of the room
	// Files returns the files of a message of the room, as far as is known; nil: none is.
	Files func(seq int64) []wire.File
	Emoji Own // the workspace's own emoji; nil: it has none
	// Compose returns a handle with its characters composed (NFC), as handles are.
	Compose func(handle string) string
	// Fold returns what is compared of a handle that is written otherwise than somebody's: see [fold.Key].
	Fold func(handle string) string
	// Date writes a day in a sentence; year: with its year even if it is this one.
	Date func(ms int64, year bool) string
	// Time writes a time of day, for people and for machines. [Reader.Joinings] needs it.
	Time  func(ms int64) (shown, machine string)
	Words *Words
	// Elsewhere names the room of a forwarded message, and links to it; "": the reader is not in that room.
	Elsewhere func(room string, seq int64) (name, link string)

	InThread bool  // what is read is a thread
	Now      int64 // UTC milliseconds: polls are closed by it
}

// groupWithin is how close together messages of one person must be to stand under
// one name.
const groupWithin = int64(5 * time.Minute / time.Millisecond)

// Follows reports whether the message e stands under the name of the one before it
// in the timeline.
func Follows(before, e *wire.Event) bool {
	if before.Author != e.Author || e.ReplyTo != 0 || e.Thread != before.Thread || deleted(before) != deleted(e) {
		return false
	}
	apart := e.At - before.At
	return apart >= -groupWithin && apart <= groupWithin
}

func deleted(e *wire.Event) bool { return e.State != nil && e.State.Deleted }

// Fill sets what m shows of the message e, apart from its author and its time.
func (r *Reader) Fill(m *Message, e *wire.Event) {
	m.Text, m.Files, m.Deleted, m.Pinned = e.Body, e.Files, deleted(e), r.pinned(e)
	m.Emoji, m.Replies = r.Emoji, r.replies(e)
	if e.Thread != 0 && !r.InThread {
		m.Thread = r.Words.language.Say(text.RepliedInThread)
	}
	m.NamesYou = e.Author != r.Me && (slices.Contains(e.Mentions, r.Me) || slices.Contains(e.Mentions, wire.MentionAll))
	m.Resolve = func(handle string) (id, name string, you bool) { return r.resolve(e, handle) }
	if e.Quote == nil && e.ReplyTo > 0 && e.ReplyTo < r.Since {
		m.Reply = &Reply{Before: true}
	}
	if q := e.Quote; q != nil && e.ReplyTo > 0 {
		m.Reply = &Reply{Seq: e.ReplyTo, Name: r.User(q.Author).Name, Text: q.Text, Link: r.Link(e.ReplyTo)}
		switch {
		case q.Deleted:
			m.Reply.Text = r.Words.Deleted
		case q.Text == "":
			m.Reply.Text = r.Words.language.Say(About(r.filesOf(e.ReplyTo)))
		}
	}
	if f, is := effect.ForwardedBy(e); is {
		m.Forward = r.forwarded(&f)
	}
	m.Poll = r.poll(e)
	if e.State == nil {
		return
	}
	m.Edited = e.State.EditedAt != 0
	if by := e.State.DeletedBy; by != "" {
		m.By = r.User(by).Name
	}
	m.Previews, m.Removes = effect.Previews(e.State), e.Author == r.Me || r.Deletes
	m.Removed = effect.Dismissed(e.State, r.Me)
	for _, x := range e.State.Reactions {
		m.Reactions = append(m.Reactions, Reaction{Emoji: x.Emoji, Count: x.Count, By: r.firstOf(x.Users, x.Me), Mine: x.Me})
	}
}

// forwarded is what is shown of a message that another one forwards.
func (r *Reader) forwarded(f *wire.Forwarded) *Forward {
	shown := &Forward{From: r.Words.language.Say(text.ForwardedAlone), Name: r.User(f.Author).Name, Text: f.Body}
	at, _ := r.Time(f.At)
	shown.Time = r.Words.language.Say(text.DateAndTime(r.Date(f.At, false), at))
	if r.Elsewhere != nil {
		if name, link := r.Elsewhere(f.Room, f.Seq); link != "" {
			shown.From, shown.Link = r.Words.language.Say(text.ForwardedFrom(name)), link
		}
	}
	return shown
}

// filesOf returns the files of a message, as far as is known.
func (r *Reader) filesOf(seq int64) []wire.File {
	if r.Files == nil {
		return nil
	}
	return r.Files(seq)
}

// namedMost is how many people a reaction names.
const namedMost = 3

// firstOf returns the names of the first people, the reader before the others.
func (r *Reader) firstOf(users []string, mine bool) (names []string) {
	if mine {
		names = append(names, r.Words.language.Say(text.You))
	}
	for _, user := range users {
		if len(names) == namedMost {
			break
		}
		if user != r.Me {
			names = append(names, r.User(user).Name)
		}
	}
	return names
}

// pinned says who pinned a message; "" if nobody did.
func (r *Reader) pinned(e *wire.Event) string {
	switch mark, pinned := effect.Pinned(e.State); {
	case !pinned:
		return ""
	case mark.By == r.Me:
		return r.Words.language.Say(text.PinnedByYou)
	default:
		return r.Words.language.Say(text.PinnedBy(r.User(mark.By).Name))
	}
}

// resolve finds whom a handle in a message names: the server has said which
// people the message names. Who has that very handle comes before who has it with
// other accents.
func (r *Reader) resolve(e *wire.Event, handle string) (id, name string, you bool) {
	handle = r.Compose(handle)
	var like wire.User
	for _, user := range e.Mentions {
		if user == wire.MentionAll {
			if handle == wire.MentionAll || handle == "here" {
				return "", "@" + handle, e.Author != r.Me
			}
			continue
		}
		switch u := r.User(user); {
		case u.Handle == handle:
			return u.ID, u.Name, u.ID == r.Me
		case like.ID == "" && u.Handle != "" && r.Fold(u.Handle) == r.Fold(handle):
			like = u
		}
	}
	return like.ID, like.Name, like.ID != "" && like.ID == r.Me
}

// System says what e did to the room.
func (r *Reader) System(e *wire.Event) System {
	icon, what := r.happened(e)
	return System{Seq: e.Seq, Icon: icon, Text: r.Words.language.Parts(what)}
}

func (r *Reader) happened(e *wire.Event) (Icon, text.Text) {
	author, user := r.User(e.Author).Name, r.User(e.User).Name
	sees, from := string(e.History), ""
	if e.History == wire.HistoryFrom {
		from = r.Date(e.From, false)
	}
	switch {
	case e.Action == wire.ActionPublic:
		return IconLock, text.RoomMadePublic(author)
	case e.Action == wire.ActionPrivate:
		return IconLock, text.RoomMadePrivate(author)
	case e.Kind == wire.KindRoom && e.History == wire.HistoryAll:
		return IconLock, text.NewcomersSeeNow(author)
	case e.Kind == wire.KindRoom && e.History != "":
		return IconLock, text.NewcomersSeeNoLonger(author)
	case e.Action == wire.ActionPreviews && e.On:
		return IconLink, text.PreviewsSwitchedOn(author)
	case e.Action == wire.ActionPreviews:
		return IconLink, text.PreviewsSwitchedOff(author)
	case e.Action == wire.ActionRules:
		return IconEdit, r.ruled(e, author)
	case e.Action == wire.ActionArchived:
		return IconArchive, text.RoomWasArchived(author)
	case e.Action == wire.ActionRestored:
		return IconArchive, text.RoomWasRestored(author)
	case e.Action == wire.ActionHost && e.On:
		return IconShield, text.HostNamed(author, user)
	case e.Action == wire.ActionHost:
		return IconShield, text.HostNoLonger(author, user)
	case e.Action == wire.ActionPicture:
		return IconEdit, r.pictured(e, author)
	case e.Action == wire.ActionTopic && e.Topic != "":
		return IconEdit, text.TopicChanged(author, e.Topic)
	case e.Action == wire.ActionTopic:
		return IconEdit, text.TopicRemoved(author)
	case e.Kind == wire.KindRoom && e.Topic != "" && e.Action == "":
		return IconEdit, text.RoomRenamedTopic(author, e.Name, e.Topic)
	case e.Kind == wire.KindRoom:
		return IconEdit, text.RoomRenamed(author, e.Name)
	case e.Action == wire.ActionAdded:
		return IconJoin, text.PersonAdded(sees, author, user, from)
	case e.Action == wire.ActionRemoved:
		return IconLeave, text.PersonRemoved(author, user)
	case e.Action == wire.ActionLeft:
		return IconLeave, text.PersonLeft(user)
	}
	return IconJoin, text.PersonJoined(sees, user, from)
}

// ruled says who may write in the room, and how often.
func (r *Reader) ruled(e *wire.Event, author string) text.Text {
	var now wire.RoomDetail
	switch err := e.Detail.Read(&now); {
	case err == nil && now.Posting == wire.ScopeHosts:
		return text.RoomForHosts(author)
	case err == nil && now.Slow > 0:
		return text.RoomMadeSlow(author, now.Slow)
	}
	return text.RoomForAll(author)
}

// pictured says what became of the room's picture.
func (r *Reader) pictured(e *wire.Event, author string) text.Text {
	var now wire.RoomDetail
	if e.Detail.Read(&now) == nil && now.Picture == "" {
		return text.RoomPictureRemoved(author)
	}
	return text.RoomPictureSet(author)
}

// About is what stands under a room's name, above its first message: what the room
// is for, and how it began or, for somebody who came later, where it begins for
// them. first is the time of the first message; 0: there is none.
func (r *Reader) About(room *wire.Room, first int64) (topic, began string) {
	say := r.Words.language.Say
	if room.Kind == wire.RoomDM {
		if len(room.Peers) > 0 {
			return "", say(text.GroupBegins(room.Members))
		}
		return "", say(text.TalkBegins)
	}
	return room.Topic, say(r.began(room, first))
}

func (r *Reader) began(room *wire.Room, first int64) text.Text {
	switch {
	case room.Since > 0 && first == 0:
		return text.EarlierHidden
	case room.Since > 0:
		return text.EarlierHiddenFrom(r.Date(first, false))
	case room.Creator == "" || room.At == 0:
		return text.Text{}
	case room.Creator == r.Me:
		return text.StartedByYou(r.Date(room.At, true))
	default:
		return text.StartedBy(r.User(room.Creator).Name, r.Date(room.At, true))
	}
}
