package later

import (
	"testing"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

const at = 1795175673847

// holding is what is to be done on Nora's page.
func holding(t *testing.T, list ...wire.Later) (*Later, *host.Host) {
	h, _ := hosttest.New(t)
	h.Verbs.Begun = func() []host.Begun { return nil }
	l := New(h)
	l.show(list)
	return l, h
}

var (
	waits = wire.Later{ID: "l1", Does: wire.DeedSend, State: wire.LaterWaiting, At: at, Room: "general", Body: "Good <morning>"}
	due   = wire.Later{ID: "l2", Does: wire.DeedRemind, State: wire.LaterDue, At: at, Body: "stretch"}
	about = wire.Later{ID: "l3", Does: wire.DeedRemind, State: wire.LaterWaiting, At: at, Room: "general", Seq: 7,
		Quote: &wire.Quote{Author: "mara", Text: "the pumps are in"}}
	withFile = wire.Later{ID: "l5", Does: wire.DeedSend, State: wire.LaterWaiting, At: at, Room: "general", Thread: 7,
		Files: []wire.File{{Name: "plan.pdf"}, {Name: "<b>.png"}}}
	left = wire.Later{ID: "l4", Does: wire.DeedSend, State: wire.LaterFailed, At: at, Room: "gone", Body: "The spare modem",
		Failed: &wire.Failure{Code: wire.CodeRoomGone}}
)

func TestWhatIsToBeDoneIsListedWithWhatCanBeDoneAboutIt(t *testing.T) {
	l, h := holding(t, waits, due, about, left)
	h.Verbs.Begun = func() []host.Begun { return []host.Begun{{Room: "board", Text: "half a thought", At: at}} }
	page := hosttest.Page(l.Page())
	hosttest.Wants(t, page, "Could not be sent", "The spare modem", "You left this room before", "Your text is kept here.", "Copy text",
		"stretch", ">Done<", "the pumps are in", `href="/r/general/7"`, "Good &lt;morning&gt;", "Send now",
		"half a thought", `href="/r/board"`)
	line, shown := l.Line()
	if !shown || line.Count != 2 || !line.Strong {
		t.Errorf("the line is %+v, %v", line, shown)
	}
	empty, _ := holding(t)
	hosttest.Wants(t, hosttest.Page(empty.Page()), text.NothingLater.String())
	if line, shown := empty.Line(); !shown || line.Count > 0 {
		t.Errorf("nothing is to be done, and the line is %+v, %v", line, shown)
	}
}

func TestAMessageThatWaitsShowsItsFilesAndItsThread(t *testing.T) {
	l, _ := holding(t, withFile)
	hosttest.Wants(t, hosttest.Page(l.Page()), "2 files: plan.pdf, &lt;b&gt;.png", `href="/r/general/7"`, text.RepliedInThread.String())
}

func TestAReminderThatIsDueIsShownOnceUntilItIsDoneWith(t *testing.T) {
	l, h := holding(t, waits)
	l.show([]wire.Later{waits, due})
	l.show([]wire.Later{waits, due})
	if n := h.Notices.List; len(n) != 1 || n[0].Text != "Reminder: stretch" || !n[0].Kept {
		t.Fatalf("shown: %+v", n)
	}
	l.show([]wire.Later{waits})
	if n := h.Notices.List; len(n) != 0 {
		t.Errorf("after it was done with on another device: %+v", n)
	}
}

func TestATimeIsSaidWithWhatTheClocksDo(t *testing.T) {
	for shift, says := range map[string]string{"": "This will be sent", "gap": "The clocks go forward", "twice": "The clocks go back"} {
		l, h := holding(t)
		l.planned(&wire.LaterInfo{Later: waits, Shift: shift})
		hosttest.Wants(t, h.Notices.List[0].Text, says)
	}
}
