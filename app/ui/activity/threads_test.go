//go:build !js

package activity

import (
	"testing"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/wire"
)

var followed = []wire.FollowedThread{
	{Room: "general", At: 4000, Read: 5, Unread: 1, Replies: 7,
		Root: wire.ThreadSaid{Seq: 2, At: 1000, User: "sam", Text: "soup <tonight>?"},
		Last: []wire.ThreadSaid{{Seq: 5, At: 3000, User: "nora", Text: "yes"}, {Seq: 7, At: 4000, User: "ben", Text: "no"}}},
	{Room: "general", At: 2000, Read: 9, Replies: 1, Root: wire.ThreadSaid{Seq: 3, At: 1000, User: "mara", Deleted: true},
		Last: []wire.ThreadSaid{{Seq: 4, At: 2000, User: "sam"}}},
}

// threads is the page with these threads on it.
func threads(t *testing.T) *Threads {
	h, _ := hosttest.New(t)
	l := NewThreads(h)
	l.open = true
	l.answered("", &wire.Threads{Threads: append([]wire.FollowedThread{}, followed...), Users: []wire.User{{ID: "ben", Name: "Ben Ode"}},
		Unread: 1, Next: "x"})
	return l
}

func TestThePageShowsHowThreadsGoOn(t *testing.T) {
	l := threads(t)
	hosttest.Wants(t, hosttest.Page(l.Page()), "soup &lt;tonight&gt;?", `href="/r/general/2"`, "5 earlier replies", "1 new",
		"Ben Ode", `class="newline"`, "This message was deleted", "A picture or a file", "Unread</h2>", "Read</h2>",
		"Show more")
	if line, shown := l.Line(); !shown || line.Count != 1 || !line.Strong {
		t.Errorf("the line above the rooms: %+v, %v", line, shown)
	}
	l.answered("x", &wire.Threads{Threads: followed[:1]})
	if len(l.list) != 2 || l.next != "" {
		t.Errorf("after a page that overlaps: %d threads, next %q", len(l.list), l.next)
	}
}

func TestAllThreadsAreReadAtOnce(t *testing.T) {
	l := threads(t)
	l.readAll(platform.Event{})
	hosttest.WantsNot(t, hosttest.Page(l.Page()), "1 new", "newline")
	if line, _ := l.Line(); line.Strong {
		t.Error("something is unread")
	}
}

func TestEverySentenceOfTheThreadsIsTranslated(t *testing.T) {
	hosttest.InPseudo(t)
	l := threads(t)
	named := hosttest.Sam
	named.ID = "ben"
	l.feed.Know([]wire.User{named})
	l.list[0].Root.Text, l.list[0].Last[0].Text, l.list[0].Last[1].Text = "", "", "" // what people write is in any language
	hosttest.Translated(t, "the list", hosttest.Page(l.Page()))
	for _, l.only = range []bool{true, false} {
		l.list = nil
		hosttest.Translated(t, "nothing", hosttest.Page(l.Page()))
	}
}
