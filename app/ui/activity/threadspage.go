package activity

import (
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// loom draws the page of the threads.
type loom struct {
	app.Compo
	Of  *Threads
	Rev int
}

// Page draws the threads that the person follows.
func (t *Threads) Page() app.UI {
	return &loom{Of: t, Rev: t.h.Rev(threadsThing, host.List, host.People)}
}

// OnMount asks for the list.
func (l *loom) OnMount(app.Context) {
	l.Of.open, l.Of.feed.Loaded = true, false
	l.Of.load("")
}

// OnDismount is told that another page is open.
func (l *loom) OnDismount() { l.Of.open = false }

// Render draws the sheet.
func (l *loom) Render() app.UI {
	t := l.Of
	all := kit.El("button.btn.btn--quiet|type=button", kit.K("aria-label"), text.MarkAllRead, kit.K("disabled"), t.unread == 0,
		kit.On("click", t.readAll), kit.Icon("check-all", "icon--sm"), kit.El("span.u-wide", text.MarkAllRead))
	count := kit.None()
	if t.unread > 0 {
		count = kit.El("span.filterbar__n", host.CountText(t.unread))
	}
	return kit.Framed(t.h, kit.Frame{Title: text.Threads, End: all},
		kit.El("div.filterbar|role=group", kit.K("aria-label"), text.Filters, kit.On("click", t.filter),
			kit.El("button.filterbar__chip|type=button", kit.K("data-filter"), string(everything), kit.K("aria-pressed"), kit.Yes(!t.only),
				text.FilterAll),
			kit.El("button.filterbar__chip|type=button", kit.K("data-filter"), string(wire.FilterUnread), kit.K("aria-pressed"),
				kit.Yes(t.only), text.FilterUnreadThreads, count)),
		t.feed.Note(len(t.list), l.none()), l.parts(), t.feed.More(t.next != "", func() { t.load(t.next) }))
}

// none is what stands in the place of the threads, if there are none.
func (l *loom) none() app.UI {
	if l.Of.only {
		return kit.El("p.page__note|role=status", text.NoUnreadThreads)
	}
	return kit.El("div.feed__none|role=status", kit.Icon("thread"), kit.El("h2.display.display--lg", text.NoThreads),
		kit.El("p", text.NoThreadsHelp))
}

// parts are the threads, those with something unread apart.
func (l *loom) parts() (parts []app.UI) {
	if !l.Of.feed.Loaded {
		return nil
	}
	var head text.Text
	for i := range l.Of.list {
		one := &l.Of.list[i]
		under := text.ReadThreads
		if one.Unread > 0 {
			under = text.FilterUnreadThreads
		}
		if i == 0 || under != head {
			parts = append(parts, kit.El("h2.grouphead", under))
			head = under
		}
		parts = append(parts, l.thread(i, one))
	}
	return parts
}

func (l *loom) thread(i int, one *wire.FollowedThread) app.UI {
	t := l.Of
	r, _ := t.h.State.Room(one.Room)
	fresh, check := kit.None(), kit.None()
	if one.Unread > 0 {
		fresh = kit.El("span.tag.tag--accent", text.NewReplies(host.CountText(one.Unread)))
		check = kit.IconButton("check", text.MarkRead, kit.On("click", t.read))
	}
	replies := []any{}
	if n := one.Replies - len(one.Last); n > 0 {
		replies = append(replies, kit.El("button.thread__more|type=button", kit.On("click", t.show), text.EarlierReplies(n)))
	}
	divided := false
	for j := range one.Last {
		m := &one.Last[j]
		if one.Unread > 0 && m.Seq > one.Read && !divided {
			divided = true
			replies = append(replies, kit.El("div.newline|role=separator", kit.El("span", text.NewLine)))
		}
		replies = append(replies, l.said(one, m))
	}
	replies = append(replies, kit.El("button.thread__answer|type=button", kit.On("click", t.show), text.ReplyInThread))
	return kit.El("section.thread", kit.K("data-at"), strconv.Itoa(i), kit.K("aria-label"), host.RoomName(r),
		kit.El("header.thread__head",
			kit.El("a.thread__where", kit.K("href"), route.To(one.Room, one.Root.Seq), kit.Icon(kit.RoomIcon(r)),
				kit.El("bdi", host.RoomName(r))),
			fresh,
			kit.El("span.thread__end", check,
				kit.IconButton("bell", text.StopFollowing, kit.On("click", t.stop)),
				kit.IconButton("panel", text.OpenThread, kit.On("click", t.show)))),
		l.said(one, &one.Root),
		kit.El("div.thread__replies", replies...))
}

// said is one message of a thread.
func (l *loom) said(one *wire.FollowedThread, m *wire.ThreadSaid) app.UI {
	u := l.Of.feed.User(m.User)
	var body any = m.Text
	switch {
	case m.Deleted:
		body = text.DeletedMessage
	case m.Text == "":
		body = text.QuotedFiles
	}
	return kit.El("article.msg.msg--head",
		kit.Avatar(u, "", ""),
		kit.El("div.msg__main",
			kit.El("div.msg__meta", kit.El("b.msg__author", u.Name),
				kit.El("time.msg__time", kit.K("datetime"), platform.MachineTime(m.At),
					host.DateText(m.At), " ", platform.FormatTime(m.At))),
			kit.El("div.msg__body|dir=auto", body)))
}
