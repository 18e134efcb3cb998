package ui

import "testing"

func TestAnAddressSaysWhichRoomAndMessage(t *testing.T) {
	const room = "0192f0c1d2e37abc8def001122334455"
	for address, want := range map[string]route{
		"/":                              {},
		"/?invite=1":                     {invite: true},
		"/r/" + room:                     {room: room},
		"/r/" + room + "/":               {room: room},
		"/r/" + room + "/42":             {room: room, seq: 42},
		"/r/" + room + "?a=b&invite=1":   {room: room, invite: true},
		"/r/" + room + "/-1":             {},
		"/r/" + room + "/x":              {},
		"/r/" + room + "/1/2":            {},
		"/r/ROOM":                        {},
		"/settings":                      {},
		"/r/../../etc/passwd?invite=11&": {},
	} {
		if got := parseRoute(address); got != want {
			t.Errorf("%s reads as %+v, want %+v", address, got, want)
		}
	}
	if got := parseRoute(roomPath(room, 7)); got != (route{room: room, seq: 7}) {
		t.Errorf("a written address reads back as %+v", got)
	}
}
