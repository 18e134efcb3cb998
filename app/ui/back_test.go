package ui

import (
	"slices"
	"testing"

	"github.com/confab/confab/app/ui/host"
)

// phone is a page on a phone, and what the browser was told.
func phone(t *testing.T) (*page, *[]int) {
	t.Helper()
	p, _ := shown(t)
	told := &[]int{}
	p.back.told = 0
	p.back.tell = func(n int) { *told = append(*told, n) }
	p.back.touch = func() bool { return true }
	p.back.over = func() bool { return true }
	return p, told
}

func TestBackClosesWhatIsOpenFromTheTop(t *testing.T) {
	p, told := phone(t)
	p.h.ShowPanel(host.PanelMembers)
	p.back.follow()
	p.h.SetDrawer(true)
	p.back.follow()
	p.keyboard.list()
	p.back.follow()
	p.back.follow() // nothing has changed
	if want := []int{1, 2, 3}; !slices.Equal(*told, want) {
		t.Errorf("the browser was told %v, want %v", *told, want)
	}
	p.back.close(1)
	if p.back.follow(); p.h.Overlays.Any() || !p.h.Drawer || p.h.Panel == "" {
		t.Error("going back once did not close the uppermost thing alone")
	}
	p.back.close(2)
	if p.back.follow(); p.h.Drawer || p.h.Panel != "" {
		t.Error("going back further closed not all of it")
	}
	if len(*told) != 3 {
		t.Errorf("the browser was told %v of what it did itself", (*told)[3:])
	}
}

func TestTheBrowserIsToldWhatClosesOtherwise(t *testing.T) {
	p, told := phone(t)
	p.h.SetDrawer(true)
	p.nav.Jump()
	p.back.follow()
	p.h.Overlays.Clear()
	p.h.CloseDrawer()
	p.back.follow()
	if want := []int{2, 0}; !slices.Equal(*told, want) {
		t.Errorf("the browser was told %v, want %v", *told, want)
	}
}

// At a desk Back leads to the page before, and a panel beside the room covers nothing.
func TestAtADeskBackIsLeftAlone(t *testing.T) {
	p, told := phone(t)
	p.back.touch = func() bool { return false }
	p.keyboard.list()
	p.back.follow()
	p.back.touch, p.back.over = func() bool { return true }, func() bool { return false }
	p.h.Overlays.Clear()
	p.h.ShowPanel(host.PanelMembers)
	p.back.follow()
	if len(*told) != 0 {
		t.Errorf("the browser was told %v", *told)
	}
}
