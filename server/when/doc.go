// Package when reads the times that people name, such as "tomorrow 9:30", "in 20 minutes" or
// "monday at 3pm", in a time zone, and takes them out of sentences such as "in 20 minutes to
// stretch".
//
// # What is understood
//
// A time is one of these, in English and in any case:
//
//	2026-11-20T09:00, 2026-11-20 09:00   a wall time in the zone; 2026-11-20 alone: at 9:00
//	2026-11-20T09:00:00+01:00            a time with an offset (RFC 3339), whatever the zone
//	now                                  at once
//	in 20 minutes, 20m, in an hour       so long from now: minutes, hours, days, weeks
//	9:30, at 9, 3pm, noon, midnight      the next time the clock shows it
//	today, tonight, this evening,        a day and perhaps a time of day, in either order; alone
//	tomorrow, monday, next week          they mean 9:00, in the evening 18:00, tonight 20:00
//
// Days and weeks from now keep the time of day, also when the clocks change meanwhile; hours and
// minutes are as long as always.
//
// # When the clocks change
//
// A wall time that does not exist, because the clocks go forward over it, is taken as late after
// midnight as it would be if they did not: 2:30 becomes 3:30. One that comes twice, because
// the clocks go back, is taken the first time. Time.Shift says that this was so.
//
// The zones are those of the program itself (time/tzdata), the same on every host.
package when
