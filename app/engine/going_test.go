package engine_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/wire"
)

const undo = 8 * time.Second

// goes deletes a message, which can be undone, and returns the entry of that.
func (c *client) goes(of engine.Target) string {
	c.t.Helper()
	if err := c.Outbox().DeleteSoon(of, undo); err != nil {
		c.t.Fatal(err)
	}
	synctest.Wait()
	for _, l := range c.Outbox().List() {
		if l.Kind == wire.KindDelete && l.Of.Seq == of.Seq {
			return l.ID
		}
	}
	return ""
}

func (c *client) going(seq int64) bool {
	return ask(c, room, func(_ *state.State, r *state.Room) bool {
		_, going := r.Item(seq).Going()
		return going
	})
}

func TestADeletionCanBeUndoneForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := reading(t, s)
		defer c.Stop()
		for _, body := range numbered(3) {
			c.send(body)
		}
		after(5 * time.Second)
		first := c.goes(of(1))
		c.goes(of(2))
		third := c.goes(of(3))
		c.Outbox().PutOff(third, time.Now().Add(time.Minute).UnixMilli())
		c.send("meanwhile")
		same(t, "they go", c.shows(room), []string{"*message 1", "*message 2", "*message 3", "meanwhile"})
		if !c.going(1) || !c.going(2) {
			t.Error("the rows do not say that they go")
		}
		after(undo / 2)
		same(t, "for the others, meanwhile", s.now(room), []string{"message 1", "message 2", "message 3", "meanwhile"})
		c.Outbox().Discard(first)
		synctest.Wait()
		if c.going(1) {
			t.Error("the first one goes although that was undone")
		}
		after(undo)
		want := []string{"message 1", "-", "message 3", "meanwhile"}
		same(t, "when its time has come", s.now(room), want)
		after(time.Minute)
		want[2] = "-"
		same(t, "what was put off", s.now(room), want)
		same(t, "here", c.shows(room), want)
	})
}

func TestADeletionIsSentWhenThePersonLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := reading(t, s)
		defer c.Stop()
		c.send("secret")
		after(5 * time.Second)
		c.goes(of(1))
		c.Outbox().Settle()
		after(time.Second)
		same(t, "for the others", s.now(room), []string{"-"})
		same(t, "here", c.shows(room), []string{"-"})
	})
}

func TestADeletionSurvivesAReloadAndIsSentOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		disk := engine.NewMemory()
		c := reading(t, s, with(disk))
		c.send("secret")
		c.send("kept")
		after(5 * time.Second)
		s.cut()
		c.edits(of(1), "secrets")
		c.goes(of(1))
		undone := c.goes(of(2))
		c.Stop()

		c = reading(t, s, with(disk))
		defer c.Stop()
		same(t, "after a reload", c.shows(room), []string{"*secrets", "*kept"})
		c.Outbox().Discard(undone)
		after(2 * undo)
		same(t, "when its time has come, offline", c.shows(room), []string{"*-", "kept"})
		s.mend()
		same(t, "for the others", s.now(room), []string{"-", "kept"})
		s.set(func() { same(t, "changes", len(s.changes.got), 1) })
	})
}

func TestWhatIsForwardedIsShownAtOnceAndSentOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := reading(t, s)
		defer c.Stop()
		s.cut()
		if _, err := c.SendMessage(engine.Message{Room: room, Files: []wire.File{{ID: "f"}},
			Forward: &wire.Forwarded{Room: "cellar", Seq: 4, Author: hana, Body: "soup"}}); err != nil {
			t.Fatal(err)
		}
		detail := ask(c, room, func(_ *state.State, r *state.Room) wire.Detail { return r.Timeline()[0].Event.Detail })
		var f wire.Forwarded
		if err := detail.Read(&f); err != nil || f.Body != "soup" {
			t.Errorf("shown: %s, %v", detail, err)
		}
		s.mend()
		after(time.Second)
		if waiting, failed := c.Outbox().Count(); waiting != 0 || failed != 0 {
			t.Errorf("%d wait and %d failed", waiting, failed)
		}
	})
}
