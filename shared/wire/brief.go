package wire

import (
	"sort"
	"strconv"
	"strings"
)

// How many of the last digits of a room's id and epoch represent it in
// Resume.Brief. The first digits of an id are the time and often the same.
const (
	roomTail  = 10
	epochTail = 8
)

// RoomTail returns the part of a room's id that represents it in Resume.Brief.
func RoomTail(id string) string { return tail(id, roomTail) }

// EpochTail returns the part of an epoch that represents it in Resume.Brief.
func EpochTail(epoch string) string { return tail(epoch, epochTail) }

func tail(s string, n int) string { return s[max(0, len(s)-n):] }

// Brief returns cursors in the form of Resume.Brief, in at most the given number of
// bytes.
func Brief(rooms map[string]Cursor, most int) string {
	ids := make([]string, 0, len(rooms))
	for id := range rooms {
		ids = append(ids, id)
	}
	sort.SliceStable(ids, func(i, j int) bool { return RoomTail(ids[i]) < RoomTail(ids[j]) })
	var b []byte
	for _, id := range ids {
		before := len(b)
		if before > 0 {
			b = append(b, ' ')
		}
		at := rooms[id]
		b = append(append(b, RoomTail(id)...), '.')
		b = append(append(b, EpochTail(at.Epoch)...), '.')
		if b = strconv.AppendInt(b, at.Seq, 10); len(b) > most {
			return string(b[:before])
		}
	}
	return string(b)
}

// Named is a room's entry in Resume.Brief.
type Named struct {
	Room  string // RoomTail of its id
	Epoch string // EpochTail
	Seq   int64
}

// NextNamed cuts the first entry off the rest of a Resume.Brief, which must not be
// empty. ok is false if the entry is malformed.
func NextNamed(brief string) (n Named, rest string, ok bool) {
	room, of, ok := cutDot(brief, roomTail)
	epoch, of, also := cutDot(of, epochTail)
	seq, rest, _ := strings.Cut(of, " ")
	at, err := strconv.ParseInt(seq, 10, 64)
	if !ok || !also || err != nil || room == "" {
		return Named{}, "", false
	}
	return Named{room, epoch, at}, rest, true
}

// cutDot cuts s at the first dot. ok is false if a blank or more than most bytes
// are before it.
func cutDot(s string, most int) (before, after string, ok bool) {
	for i := range min(len(s), most+1) {
		switch s[i] {
		case '.':
			return s[:i], s[i+1:], true
		case ' ':
			return "", "", false
		}
	}
	return "", "", false
}

// BriefOK reports whether a Resume.Brief is well formed.
func BriefOK(brief string) bool {
	for ok := true; brief != ""; {
		if _, brief, ok = NextNamed(brief); !ok {
			return false
		}
	}
	return true
}
