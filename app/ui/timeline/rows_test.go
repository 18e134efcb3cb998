package timeline

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/wire"
)

// heard makes a message of a day in November at a time of day.
func heard(seq int64, author string, day, hour, minute int) *state.Item {
	at := time.Date(2026, 11, day, hour, minute, 0, 0, time.UTC).UnixMilli()
	key := author + ":" + string(rune('a'+seq))
	return &state.Item{Key: key, Event: wire.Event{Seq: seq, Author: author, Kind: wire.KindMessage, At: at, Body: "x"}}
}

// shape writes rows in short: D a day, N the new line, S a system line, M a
// message with a name, m one without, I the intro, J people who joined.
func shape(rows []row) string {
	var b strings.Builder
	for _, r := range rows {
		switch {
		case r.kind == rowMessage && r.head:
			b.WriteByte('M')
		case r.kind == rowMessage:
			b.WriteByte('m')
		default:
			b.WriteByte("IDN_SJ"[r.kind])
		}
	}
	return b.String()
}

func TestMessagesOfOnePersonStandUnderOneName(t *testing.T) {
	items := []*state.Item{
		heard(1, "mara", 18, 9, 0), heard(2, "mara", 18, 9, 4), heard(3, "mara", 18, 9, 20),
		heard(4, "sam", 18, 9, 21), heard(5, "mara", 18, 9, 22),
	}
	if got := shape(rowsOf(items, nil, false, 0)); got != "DMmMMM" {
		t.Errorf("rows: %s", got)
	}
}

func TestAReplyAndATombstoneHaveTheirOwnName(t *testing.T) {
	items := []*state.Item{heard(1, "mara", 18, 9, 0), heard(2, "mara", 18, 9, 1), heard(3, "mara", 18, 9, 2), heard(4, "mara", 18, 9, 3)}
	items[1].Event.ReplyTo = 1
	items[2].Event.State = &wire.State{V: 9, Deleted: true}
	if got := shape(rowsOf(items, nil, true, 0)); got != "IDMMMM" {
		t.Errorf("rows: %s", got)
	}
}

func TestADayAndTheNewLineBeginANewGroup(t *testing.T) {
	items := []*state.Item{
		heard(1, "mara", 18, 23, 59), heard(2, "mara", 19, 0, 0), heard(3, "mara", 19, 0, 1), heard(4, "mara", 19, 0, 2),
	}
	joined := heard(5, "sam", 19, 0, 3)
	joined.Event.Kind = wire.KindMember
	items = append(items, joined, heard(6, "mara", 19, 0, 4))
	if got := shape(rowsOf(items, items[2], false, 0)); got != "DMDMNMmSM" {
		t.Errorf("rows: %s", got)
	}
}

func TestEachRowHasItsOwnKeyEvenIfAClockGoesBack(t *testing.T) {
	rows := rowsOf([]*state.Item{heard(1, "a", 18, 9, 0), heard(2, "a", 19, 9, 0), heard(3, "a", 18, 9, 0)}, nil, false, 0)
	var keys []string
	for _, r := range rows {
		keys = append(keys, r.key)
	}
	slices.Sort(keys)
	if len(slices.Compact(slices.Clone(keys))) != len(keys) {
		t.Errorf("keys: %q", keys)
	}
}

func TestPeopleWhoJoinStandInOneRow(t *testing.T) {
	came := func(seq int64, day, hour int, action string) *state.Item {
		it := heard(seq, "sam", day, hour, 0)
		it.Event.Kind, it.Event.Action = wire.KindMember, action
		return it
	}
	const in, out, removed = wire.ActionJoined, wire.ActionLeft, wire.ActionRemoved
	items := []*state.Item{
		came(1, 18, 9, in), came(2, 18, 10, in), came(3, 18, 11, out), heard(4, "mara", 18, 12, 0),
		came(5, 18, 13, in), came(6, 19, 9, in), came(7, 19, 10, removed), came(8, 19, 11, in), came(9, 19, 12, in),
	}
	rows := rowsOf(items, items[3], false, 0)
	if got := shape(rows); got != "DJNMSDSSJ" {
		t.Fatalf("rows: %s", got)
	}
	joined := rows[1]
	if joined.key != items[0].Key || len(joined.all) != 3 || joined.last() != items[2] {
		t.Errorf("the row of those who joined is %+v", joined)
	}
	for seq, want := range map[int64]int{1: 1, 2: 1, 3: 1, 4: 3, 5: 4, 8: 8, 9: 8} {
		if got := slices.IndexFunc(rows, func(r row) bool { return r.has(seq) }); got != want {
			t.Errorf("event %d is in row %d, want %d", seq, got, want)
		}
	}
}
