// Package quiet says when somebody does not want to be disturbed. It is pure: what is now, and where the person is, is
// told by whoever asks.
package quiet

import (
	"time"

	"github.com/confab/confab/shared/wire"
)

// chained is how many stretches that follow each other without a gap are taken as one.
const chained = 15

// Until returns when the stretch ends in which a person does not want to be disturbed now; the zero time: they may be.
// in is the zone of q. Stretches that follow each other without a gap are one, up to two weeks.
//
// The hours go by the clocks of the zone: a night in which they go forward is an hour shorter. A time that the clocks leave
// out is taken as much later as they jump, and of one that they show twice the first is taken.
func Until(q wire.Quiet, in *time.Location, now time.Time) (end time.Time) {
	at := now
	for range chained {
		next := stretch(q, in, at)
		if next.IsZero() {
			break
		}
		end, at = next, next
	}
	return end
}

// Changes returns when it next begins or ends that a person does not want to be disturbed; the zero time: never.
func Changes(q wire.Quiet, in *time.Location, now time.Time) (at time.Time) {
	if end := Until(q, in, now); !end.IsZero() {
		return end
	}
	today := now.In(in)
	for day := 0; day <= 7; day++ {
		if from, _, on := of(q, today.AddDate(0, 0, day)); on && from.After(now) {
			return from
		}
	}
	return time.Time{}
}

// stretch returns when the pause or the hours end in which a moment is; the zero time: it is in none.
func stretch(q wire.Quiet, in *time.Location, at time.Time) (end time.Time) {
	if pause := time.UnixMilli(q.Pause); q.Pause > 0 && at.Before(pause) {
		end = pause
	}
	for _, day := range []int{-1, 0} { // what began yesterday may last until today
		from, to, on := of(q, at.In(in).AddDate(0, 0, day))
		if on && !at.Before(from) && at.Before(to) && to.After(end) {
			end = to
		}
	}
	return end
}

// of returns the hours that begin on a day, in the zone of that; on is false if there are none.
func of(q wire.Quiet, day time.Time) (from, to time.Time, on bool) {
	weekday := (int(day.Weekday()) + 6) % 7 // from Monday
	if q.Days&(1<<weekday) == 0 {
		return from, to, false
	}
	last := 0
	if q.To <= q.From {
		last = 1
	}
	return shown(day, 0, q.From), shown(day, last, q.To), true
}

// shown is when the clocks show so many minutes after midnight, some days after a day.
func shown(day time.Time, later, minutes int) time.Time {
	y, m, d := day.Date()
	wall := time.Date(y, m, d+later, 0, minutes, 0, 0, time.UTC)
	// The offset of the day before holds until the clocks change: with it, what they leave out is after the jump, and what
	// they show twice is the first.
	_, before := wall.Add(-24 * time.Hour).In(day.Location()).Zone()
	_, after := wall.Add(24 * time.Hour).In(day.Location()).Zone()
	at := wall.Add(-time.Duration(before) * time.Second).In(day.Location())
	if _, offset := at.Zone(); offset != before && at.Hour()*60+at.Minute() != minutes {
		if late := wall.Add(-time.Duration(after) * time.Second).In(day.Location()); late.Hour()*60+late.Minute() == minutes {
			return late
		}
	}
	return at
}
