package store

import "time"

// DayOf is the number of the UTC day of a time in UTC milliseconds, 0 being the
// first of January 1970.
func DayOf(at int64) int64 {
	const day = int64(24 * time.Hour / time.Millisecond)
	if at < 0 {
		return (at+1)/day - 1
	}
	return at / day
}

// ActiveDay is what happened on one day.
type ActiveDay struct {
	Day      int64 // see DayOf
	Messages int64
	Rooms    int64 // in which there were messages
	People   int64 // who sent any
}

// Activity counts the messages of each day, by room and person.
type Activity interface {
	// Add counts messages.
	Add(day int64, room, user string, messages int) error
	// Days sums up the days from first on, rising. Days without a message are
	// left out.
	Days(first int64) ([]ActiveDay, error)
	// Forget removes at most so many counts of the days before day, and reports
	// whether there may be more.
	Forget(day int64, most int) (more bool, err error)
}
