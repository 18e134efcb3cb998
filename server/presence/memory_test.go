package presence_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/server/presence"
	"github.com/confab/confab/server/presence/presencetest"
)

func TestMemory(t *testing.T) {
	presencetest.Run(t, func(t *testing.T, story func(*testing.T, presencetest.Backend)) {
		synctest.Test(t, func(t *testing.T) {
			m := presence.NewMemory()
			defer m.Close()
			story(t, presencetest.Backend{Presence: m, Advance: func(d time.Duration) {
				time.Sleep(d)
				synctest.Wait()
			}})
		})
	})
}

func TestMemorySilentAfterClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := presence.NewMemory()
		var told []string
		m.Watch(func(user, state string) { told = append(told, user+" "+state) })
		if err := m.Connect(t.Context(), "ada", "phone"); err != nil {
			t.Fatal(err)
		}
		if err := m.Disconnect(t.Context(), "ada", "phone"); err != nil {
			t.Fatal(err)
		}
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		if len(told) != 1 {
			t.Errorf("told %q, want only that ada came", told)
		}
	})
}
