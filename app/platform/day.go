package platform

import (
	"strconv"
	"time"
)

// Day is a calendar day.
type Day struct{ Year, Month, Date int }

// String writes the day for a machine: "2026-11-19".
func (d Day) String() string {
	return strconv.Itoa(d.Year) + "-" + two(d.Month) + "-" + two(d.Date)
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// ClockPref is the setting of the time of day: "12", "24", or "" for that of the language.
const ClockPref = "confab.clock"

// Now is the present moment, UTC milliseconds.
func Now() int64 { return time.Now().UnixMilli() }

// MachineTime writes a moment for a machine: "2026-11-19T09:24Z".
func MachineTime(ms int64) string { return time.UnixMilli(ms).UTC().Format("2006-01-02T15:04Z") }
