package ui

import (
	"strconv"
	"strings"

	"github.com/confab/confab/shared/id"
)

// route is what an address of the program says: which room, which message in
// it, and whether to invite people at once (after the first run).
type route struct {
	room   string // empty: wherever the person was last
	seq    int64  // 0: no particular message
	invite bool
}

// parseRoute reads "/", "/r/ROOM" and "/r/ROOM/SEQ", each with "?invite=1".
// What it cannot read is the start page.
func parseRoute(address string) route {
	path, query, _ := strings.Cut(address, "?")
	r := route{}
	for _, part := range strings.Split(query, "&") {
		r.invite = r.invite || part == "invite=1"
	}
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if len(parts) < 2 || len(parts) > 3 || parts[0] != "r" || !id.Valid(parts[1]) {
		return r
	}
	if len(parts) == 3 {
		seq, err := strconv.ParseInt(parts[2], 10, 64)
		if err != nil || seq < 1 {
			return r
		}
		r.seq = seq
	}
	r.room = parts[1]
	return r
}

// roomPath is the address of a room, or of a message in it if seq is not 0.
func roomPath(room string, seq int64) string {
	if seq == 0 {
		return "/r/" + room
	}
	return "/r/" + room + "/" + strconv.FormatInt(seq, 10)
}
