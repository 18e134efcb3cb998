package bench

import "testing"

func TestHowFarApartMembersAre(t *testing.T) {
	r := &run{clients: []*client{
		{rooms: map[string]*place{"a": {last: 7}, "b": {last: 2}}},
		{rooms: map[string]*place{"a": {last: 4}, "b": {last: 2}}},
		{rooms: map[string]*place{"a": {last: 9}}},
	}}
	if got := r.apart(); got != 5 {
		t.Errorf("%d messages apart, want 5", got)
	}
}
