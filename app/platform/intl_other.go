//go:build !js

package platform

import (
	"strconv"
	"time"
)

func at(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// FormatTime writes the time of day.
func FormatTime(ms int64) string { return at(ms).Format("15:04") }

// TimeIn writes the time of day in a time zone, and says by how many minutes it is ahead of UTC.
func TimeIn(zone string, ms int64) (shown string, ahead int, ok bool) {
	in, err := time.LoadLocation(zone)
	if err != nil || zone == "" {
		return "", 0, false
	}
	there := at(ms).In(in)
	_, seconds := there.Zone()
	return there.Format("15:04"), seconds / 60, true
}

// FormatDay writes a day as a heading.
func FormatDay(ms int64, year bool) string {
	if year {
		return at(ms).Format("Monday, 2 January 2006")
	}
	return at(ms).Format("Monday, 2 January")
}

// LocalDay is the calendar day at a moment, in UTC.
func LocalDay(ms int64) Day {
	y, m, d := at(ms).Date()
	return Day{y, int(m), d}
}

// LocalClock is what the person's clock shows at a moment, for a machine: "09:24".
func LocalClock(ms int64) string { return FormatTime(ms) }

// FormatNumber writes a number.
func FormatNumber(n int) string { return strconv.Itoa(n) }

// FormatDate writes a day in a sentence.
func FormatDate(ms int64, year bool) string {
	if year {
		return at(ms).Format("2 January 2006")
	}
	return at(ms).Format("2 January")
}

// DayBegins is the moment when a day begins, in UTC.
func DayBegins(day string) (ms int64, ok bool) {
	return LocalMoment(day + "T00:00")
}

// LocalMoment is the moment at which a clock in UTC shows a day and a time: "2026-11-19T09:24".
func LocalMoment(shown string) (ms int64, ok bool) {
	t, err := time.Parse("2006-01-02T15:04", shown)
	return t.UnixMilli(), err == nil
}
