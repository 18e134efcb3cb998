package timeline

import (
	"strconv"
	"testing"

	"github.com/confab/confab/app/state"
)

func TestHistoryComesInPortions(t *testing.T) {
	upTo := func(from, to int) (items []*state.Item) {
		for i := from; i <= to; i++ {
			items = append(items, &state.Item{Key: strconv.Itoa(i)})
		}
		return items
	}
	for name, c := range map[string]struct {
		shown, all []*state.Item
		atEnd      bool
		from, to   int
	}{
		"the first picture is whole":              {nil, upTo(1, 80), false, 0, 80},
		"nothing is there any more":               {upTo(1, 5), nil, false, 0, 0},
		"nothing new":                             {upTo(1, 80), upTo(1, 80), false, 0, 80},
		"a page above":                            {upTo(51, 100), upTo(1, 100), false, 50 - atOnce, 100},
		"the last of a page above":                {upTo(atOnce, 100), upTo(1, 100), true, 0, 100},
		"a page above, and rows that went below":  {upTo(51, 100), upTo(1, 90), false, 50 - atOnce, 90},
		"a page below":                            {upTo(1, 50), upTo(1, 100), false, 0, 50 + atOnce},
		"a page below, and rows that went above":  {upTo(1, 50), upTo(11, 100), false, 0, 40 + atOnce},
		"messages that came while one was away":   {upTo(1, 50), upTo(1, 100), true, 0, 100},
		"the end was left, and history came":      {upTo(51, 100), upTo(1, 150), false, 50 - atOnce, 100 + atOnce},
		"another part of the room is whole":       {upTo(1, 50), upTo(500, 600), false, 0, 101},
		"a message was acknowledged at the start": {upTo(2, 50), upTo(1, 50), true, 0, 50},
	} {
		if from, to := portion(c.shown, c.all, c.atEnd); from != c.from || to != c.to {
			t.Errorf("%s: from %d to %d, want from %d to %d", name, from, to, c.from, c.to)
		}
	}
}
