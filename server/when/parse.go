package when

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// The times of day of words that name none.
const (
	morning = 9 * 60
	evening = 18 * 60
	tonight = 20 * 60
)

// parse reads words as a time.
func parse(words []string, now time.Time) (Time, bool) {
	if len(words) == 0 {
		return Time{}, false
	}
	if len(words) == 1 && words[0] == "now" {
		return Time{Time: now}, true
	}
	for _, read := range []func([]string, time.Time) (Time, bool){dated, fromNow, worded} {
		if t, ok := read(words, now); ok {
			return t, true
		}
	}
	return Time{}, false
}

// dated reads a time that begins with a date.
func dated(words []string, now time.Time) (Time, bool) {
	if len(words) == 1 {
		s := strings.ToUpper(words[0])
		if t, err := time.Parse(time.RFC3339, s); err == nil {
			return Time{Time: t.In(now.Location())}, true
		}
		if date, clock, ok := strings.Cut(s, "T"); ok {
			words = []string{date, clock}
		}
	}
	day, err := time.Parse(time.DateOnly, words[0])
	if err != nil {
		return Time{}, false
	}
	minutes, ok := clock(words[1:], morning)
	return on(day, minutes, now), ok
}

// on is a time of day, in minutes after midnight, on a day.
func on(day time.Time, minutes int, now time.Time) Time {
	return at(day.Year(), day.Month(), day.Day(), minutes/60, minutes%60, now.Location())
}

// units are the words for lengths of time, each with its minutes.
var units = map[string]int{
	"m": 1, "min": 1, "mins": 1, "minute": 1, "minutes": 1,
	"h": 60, "hr": 60, "hrs": 60, "hour": 60, "hours": 60,
	"d": dayMinutes, "day": dayMinutes, "days": dayMinutes,
	"w": 7 * dayMinutes, "week": 7 * dayMinutes, "weeks": 7 * dayMinutes,
}

const (
	dayMinutes = 24 * 60
	// mostOfUnit keeps sums of lengths within their type.
	mostOfUnit = 1_000_000
)

// fromNow reads how long from now: "in 2 hours", "1h 30m", "half an hour".
func fromNow(words []string, now time.Time) (Time, bool) {
	in := words[0] == "in"
	if in {
		words = words[1:]
	}
	if slices.Equal(words, []string{"half", "an", "hour"}) {
		return Time{Time: now.Add(30 * time.Minute)}, in
	}
	days, minutes := 0, 0
	read := false
	for len(words) > 0 {
		if words[0] == "and" && read {
			words = words[1:]
			continue
		}
		digits := strings.TrimLeft(words[0], "0123456789")
		number, unit := words[0][:len(words[0])-len(digits)], digits
		used := 1
		if unit == "" || number == "" && in && (unit == "a" || unit == "an") {
			if len(words) < 2 {
				return Time{}, false
			}
			unit, used = words[1], 2
			if number == "" {
				number = "1"
			}
		}
		n, err := strconv.Atoi(number)
		each := units[unit]
		if err != nil || each == 0 || n > mostOfUnit {
			return Time{}, false
		}
		if each >= dayMinutes {
			days += n * each / dayMinutes
		} else {
			minutes += n * each
		}
		words, read = words[used:], true
	}
	if !read {
		return Time{}, false
	}
	t := Time{Time: now}
	if days > 0 {
		t = on(now.AddDate(0, 0, days), now.Hour()*60+now.Minute(), now)
	}
	t.Time = t.Add(time.Duration(minutes) * time.Minute)
	return t, true
}

// worded reads a day, a time of day, or both.
func worded(words []string, now time.Time) (Time, bool) {
	for n := min(2, len(words)); n > 0; n-- {
		if d, ok := dayOf(words[:n], now); ok {
			minutes, ok := clock(words[n:], d.minutes)
			return d.at(minutes, now), ok
		}
		if d, ok := dayOf(words[len(words)-n:], now); ok {
			minutes, ok := clock(words[:len(words)-n], d.minutes)
			return d.at(minutes, now), ok
		}
	}
	minutes, ok := clock(words, -1)
	if !ok || minutes < 0 {
		return Time{}, false
	}
	t := on(now, minutes, now)
	if !t.After(now) {
		t = on(now.AddDate(0, 0, 1), minutes, now)
	}
	return t, true
}

// named is a day that a word names.
type named struct {
	day     time.Time
	minutes int  // if no time of day is named
	weekly  bool // the next such day, should it be over
}

func (d named) at(minutes int, now time.Time) Time {
	t := on(d.day, minutes, now)
	if d.weekly && !t.After(now) {
		t = on(d.day.AddDate(0, 0, 7), minutes, now)
	}
	return t
}

// dayOf reads the name of a day.
func dayOf(words []string, now time.Time) (named, bool) {
	switch strings.Join(words, " ") {
	case "today":
		return named{now, morning, false}, true
	case "tonight":
		return named{now, tonight, false}, true
	case "this evening":
		return named{now, evening, false}, true
	case "tomorrow":
		return named{now.AddDate(0, 0, 1), morning, false}, true
	case "next week":
		return named{weekday(time.Monday, now.AddDate(0, 0, 1)), morning, false}, true
	}
	if len(words) == 2 && words[0] != "on" && words[0] != "next" {
		return named{}, false
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		full := strings.ToLower(day.String())
		if word := words[len(words)-1]; word == full || word == full[:3] {
			return named{weekday(day, now), morning, true}, true
		}
	}
	return named{}, false
}

// weekday is the first such day from a day on.
func weekday(day time.Weekday, from time.Time) time.Time {
	return from.AddDate(0, 0, int(day-from.Weekday()+7)%7)
}

// clock reads a time of day in minutes after midnight; of no words it is none.
func clock(words []string, none int) (int, bool) {
	if len(words) > 0 && words[0] == "at" {
		if words = words[1:]; len(words) == 0 {
			return 0, false
		}
	}
	if len(words) == 0 {
		return none, true
	}
	s := strings.Join(words, "")
	switch s {
	case "noon":
		return 12 * 60, true
	case "midnight":
		return 0, true
	}
	half := ""
	for _, suffix := range []string{"am", "pm"} {
		if cut, ok := strings.CutSuffix(s, suffix); ok {
			s, half = cut, suffix
		}
	}
	hours, minutes, both := strings.Cut(s, ":")
	hour, ok := number(hours, 2)
	minute, fine := 0, true
	if both {
		minute, fine = number(minutes, 2)
		fine = fine && len(minutes) == 2
	}
	switch {
	case !ok, !fine, minute > 59, hour > 23, half != "" && (hour < 1 || hour > 12):
		return 0, false
	case half != "":
		hour %= 12
		if half == "pm" {
			hour += 12
		}
	}
	return hour*60 + minute, true
}

// number reads at most so many digits.
func number(s string, most int) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && len(s) <= most && s[0] >= '0' && s[0] <= '9'
}
