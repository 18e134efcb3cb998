package kit

import "testing"

// finger is where a finger is, and when.
type finger struct{ x, y, t float64 }

func swiped(path ...finger) (s Swipe, begun int) {
	s.Begin(path[0].x, path[0].y, path[0].t)
	for _, f := range path[1:] {
		if s.Move(f.x, f.y, f.t) {
			begun++
		}
	}
	return s, begun
}

func TestAFingerThatScrollsSwipesNothing(t *testing.T) {
	for what, path := range map[string][]finger{
		"up":              {{100, 100, 0}, {101, 60, 16}, {180, 60, 32}},
		"more up than on": {{100, 100, 0}, {112, 113, 16}, {200, 113, 32}},
		"a tap":           {{100, 100, 0}, {104, 103, 16}},
	} {
		if s, begun := swiped(path...); s.Moving() || begun != 0 {
			t.Errorf("%s: it swipes", what)
		}
	}
	s, begun := swiped(finger{100, 100, 0}, finger{112, 103, 16}, finger{150, 160, 32}, finger{160, 300, 48})
	if !s.Moving() || begun != 1 || s.By() != 50 {
		t.Errorf("to the side: moving %v, begun %d times, by %v", s.Moving(), begun, s.By())
	}
	s.Drop()
	if s.Move(300, 100, 64) || s.Moving() {
		t.Error("a finger that is not followed swipes")
	}
}

func TestWhatIsLetGoOfGoesWhereItWasThrownOrToTheNearerEnd(t *testing.T) {
	for _, c := range []struct {
		what string
		path []finger
		at   float64 // where it is let go of
		t    float64
		far  bool
	}{
		{"slowly, beyond the middle", []finger{{0, 0, 0}, {20, 0, 200}, {150, 0, 1200}}, 0.6, 1210, true},
		{"slowly, before the middle", []finger{{0, 0, 0}, {20, 0, 200}, {100, 0, 1200}}, 0.4, 1210, false},
		{"thrown on", []finger{{0, 0, 0}, {20, 0, 16}, {60, 0, 48}}, 0.2, 50, true},
		{"thrown back", []finger{{0, 0, 0}, {200, 0, 300}, {240, 0, 400}, {180, 0, 440}, {120, 0, 480}}, 0.7, 484, false},
		{"thrown on, and then held", []finger{{0, 0, 0}, {20, 0, 16}, {60, 0, 48}}, 0.2, 600, false},
	} {
		s, _ := swiped(c.path...)
		if far := s.Lifted(c.at, c.t); far != c.far {
			t.Errorf("%s: %v", c.what, far)
		}
	}
}
