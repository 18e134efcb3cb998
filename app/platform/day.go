package platform

import "strconv"

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
