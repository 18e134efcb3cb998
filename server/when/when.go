package when

import (
	"strings"
	"time"
	_ "time/tzdata" // zones are the same on every host
)

// Shift says that a wall time is not one moment.
type Shift string

// The shifts.
const (
	Gap   Shift = "gap"   // it does not exist; the time as long after the gap is taken
	Twice Shift = "twice" // it exists twice; the first is taken
)

// Time is a moment that somebody named.
type Time struct {
	time.Time
	Shift Shift // "": there is one such moment
}

// Zone returns the zone of that name. ok is false if there is none; "Local" is none.
func Zone(name string) (zone *time.Location, ok bool) {
	if name == "" || name == "Local" {
		return nil, false
	}
	zone, err := time.LoadLocation(name)
	return zone, err == nil
}

// Parse reads all of s as a time, named at the time now by somebody in a zone. ok is false if it is
// none. The time may be over.
func Parse(s string, now time.Time, zone *time.Location) (t Time, ok bool) {
	return parse(fields(s), now.In(zone))
}

// mostWords is how many words a time has at most, such as "next monday at 3 30 pm".
const mostWords = 6

// Split finds a time at the beginning of a sentence, or else at its end, and returns it with what
// remains: "me", "to" and "that" before it are not of it.
func Split(s string, now time.Time, zone *time.Location) (t Time, rest string, ok bool) {
	words := strings.Fields(s)
	if len(words) > 0 && strings.EqualFold(words[0], "me") {
		words = words[1:]
	}
	for n := min(len(words), mostWords); n > 0; n-- {
		if t, ok := parse(lower(words[:n]), now.In(zone)); ok {
			return t, remainder(s, words[n:]), true
		}
	}
	for n := min(len(words), mostWords); n > 0; n-- {
		if t, ok := parse(lower(words[len(words)-n:]), now.In(zone)); ok {
			return t, remainder("", words[:len(words)-n]), true
		}
	}
	return Time{}, strings.TrimSpace(s), false
}

// remainder is what a sentence says apart from its time. Of a sentence that ends with words, their
// spaces and line breaks stay.
func remainder(s string, words []string) string {
	for len(words) > 0 && (strings.EqualFold(words[0], "to") || strings.EqualFold(words[0], "that")) {
		words = words[1:]
	}
	if len(words) == 0 {
		return ""
	}
	if at := tail(s, len(words)); at != "" {
		return at
	}
	return strings.Join(words, " ")
}

// tail returns the last n words of s as they stand there; "": s has fewer.
func tail(s string, n int) string {
	s = strings.TrimSpace(s)
	for all := len(strings.Fields(s)); all >= n; all-- {
		if all == n {
			return s
		}
		_, s, _ = strings.Cut(s, strings.Fields(s)[0])
		s = strings.TrimSpace(s)
	}
	return ""
}

func fields(s string) []string { return lower(strings.Fields(s)) }

func lower(words []string) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = strings.TrimRight(strings.ToLower(w), ",.")
	}
	return all
}

// at is the moment when the clock of a zone shows a wall time.
func at(year int, month time.Month, day, hour, minute int, zone *time.Location) Time {
	wall := time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
	offset := func(near time.Duration) time.Duration {
		_, seconds := wall.Add(near).In(zone).Zone()
		return time.Duration(seconds) * time.Second
	}
	// A day before and after, the clocks are as they were before and after any change.
	first, last := wall.Add(-offset(-24*time.Hour)).In(zone), wall.Add(-offset(24*time.Hour)).In(zone)
	shows := func(t time.Time) bool { return t.Hour() == hour && t.Minute() == minute && t.Day() == wall.Day() }
	switch {
	case first.Equal(last), shows(first) && !shows(last):
		return Time{Time: first}
	case shows(first) && shows(last):
		return Time{first, Twice}
	case shows(last):
		return Time{Time: last}
	}
	return Time{first, Gap}
}
