package platform

import (
	"strconv"
	"syscall/js"
)

// formats caches the browser's formatters: making one takes a hundred times as long as
// using it.
var formats = map[string]js.Value{}

func format(name string, ms int64, options map[string]any) string {
	f, ok := formats[name]
	if !ok {
		f = global("Intl").Get("DateTimeFormat").New(locale(), options)
		formats[name] = f
	}
	return f.Call("format", float64(ms)).String()
}

// clock12 reports whether the time is written with AM and PM: as the person has set, else as their language does.
var clock12 = 0 // 0: not asked; 1: yes; 2: no

func timeOptions() map[string]any {
	if set := Pref(ClockPref); clock12 == 0 && set != "" {
		clock12 = 2
		if set == "12" {
			clock12 = 1
		}
	}
	if clock12 == 0 {
		f := global("Intl").Get("DateTimeFormat").New(locale(), map[string]any{"hour": "numeric"})
		clock12 = 2
		if f.Call("resolvedOptions").Get("hour12").Truthy() {
			clock12 = 1
		}
	}
	if clock12 == 1 {
		return map[string]any{"hour": "numeric", "minute": "2-digit", "hourCycle": "h12"}
	}
	return map[string]any{"hour": "2-digit", "minute": "2-digit", "hourCycle": "h23"}
}

// FormatTime writes the time of day as the person's language does: "09:24".
func FormatTime(ms int64) string { return format("time", ms, timeOptions()) }

// FormatDay writes a day as a heading: "Thursday, 19 November", with the year
// if year is set.
func FormatDay(ms int64, year bool) string {
	if year {
		return format("dayyear", ms, map[string]any{
			"weekday": "long", "day": "numeric", "month": "long", "year": "numeric"})
	}
	return format("day", ms, map[string]any{"weekday": "long", "day": "numeric", "month": "long"})
}

// TimeIn writes the time of day in a time zone, and says by how many minutes it is ahead of the
// person's. It reports false if the browser knows no such zone.
func TimeIn(zone string, ms int64) (shown string, ahead int, ok bool) {
	if zone == "" {
		return "", 0, false
	}
	err := try(func() {
		options := timeOptions()
		options["timeZone"] = zone
		shown = format("time "+zone, ms, options)
		moment := date.New(float64(ms))
		clock := func(zone any) float64 {
			there := moment.Call("toLocaleString", "en-US", map[string]any{"timeZone": zone, "hourCycle": "h23"})
			return date.Call("parse", there).Float()
		}
		ahead = int((clock(zone) - clock(js.Undefined())) / 60000)
	})
	return shown, ahead, err == nil
}

var date = global("Date")

// LocalDay is the person's calendar day at a moment.
func LocalDay(ms int64) Day {
	d := date.New(float64(ms))
	return Day{d.Call("getFullYear").Int(), d.Call("getMonth").Int() + 1, d.Call("getDate").Int()}
}

// LocalClock is what the person's clock shows at a moment, for a machine: "09:24".
func LocalClock(ms int64) string {
	d := date.New(float64(ms))
	return two(d.Call("getHours").Int()) + ":" + two(d.Call("getMinutes").Int())
}

// FormatNumber writes a number as the person's language does: "15,757".
func FormatNumber(n int) string {
	if v := numbers().Call("format", n); v.Type() == js.TypeString {
		return v.String()
	}
	return strconv.Itoa(n)
}

func numbers() js.Value {
	f, ok := formats["number"]
	if !ok {
		f = global("Intl").Get("NumberFormat").New(locale())
		formats["number"] = f
	}
	return f
}

// FormatDate writes a day in a sentence: "19 November", with the year if year
// is set.
func FormatDate(ms int64, year bool) string {
	if year {
		return format("dateyear", ms, map[string]any{"day": "numeric", "month": "long", "year": "numeric"})
	}
	return format("date", ms, map[string]any{"day": "numeric", "month": "long"})
}

// DayBegins returns when a day begins in the person's time zone. day has the form of
// Day.String.
func DayBegins(day string) (ms int64, ok bool) { return LocalMoment(day + "T00:00") }

// LocalMoment is the moment at which the person's clock shows a day and a time: "2026-11-19T09:24".
func LocalMoment(shown string) (ms int64, ok bool) {
	at := date.New(shown).Call("getTime").Float() // without a zone it is local time
	return int64(at), at == at                    // NaN: there is no such day
}
