package route

import "testing"

func TestAnAddressSaysWhichRoomAndMessage(t *testing.T) {
	const room = "0192f0c1d2e37abc8def001122334455"
	for address, want := range map[string]Route{
		"/":                                   {},
		"/?invite=1":                          {Invite: true},
		"/r/" + room:                          {Head: Room, Room: room},
		"/r/" + room + "/":                    {Head: Room, Room: room},
		"/r/" + room + "/42":                  {Head: Room, Room: room, Seq: 42},
		"/r/" + room + "?a=b&invite=1":        {Head: Room, Room: room, Invite: true},
		"/r/" + room + "/-1":                  {Head: Room, Room: room, Seq: -1},
		"/r/" + room + "/0":                   {Head: Room, Room: room, Seq: -1},
		"/r/" + room + "/x":                   {Head: Room, Room: room, Seq: -1},
		"/r/" + room + "/9999999999999999999": {Head: Room, Room: room, Seq: -1},
		"/r/" + room + "/1/2":                 {Head: Room, Room: room, Seq: -1},
		"/r/ROOM":                             {},
		"/r":                                  {},
		"/nowhere":                            {},
		"/r/../../etc/passwd?invite=11&":      {},
	} {
		if got := Parse(address); got != want {
			t.Errorf("%s reads as %+v, want %+v", address, got, want)
		}
	}
	if got := Parse(To(room, 7)); got != (Route{Head: Room, Room: room, Seq: 7}) {
		t.Errorf("a written address reads back as %+v", got)
	}
}

// A page that only the program knew would be "not found" after a reload.
func TestEachPageReadsBackAndIsTheServersToAnswer(t *testing.T) {
	for _, head := range Heads {
		if at := Page(head); !IsPage(at) || !IsPage(at+"/more") {
			t.Errorf("%s is no page", at)
		}
		if got := Parse(Page(head)); head != Room && got.Head != head {
			t.Errorf("%s reads as %+v", Page(head), got)
		}
	}
	for _, name := range Sections {
		if at := Section(name); !IsPage(at) || Parse(at) != (Route{Head: Settings, Section: name}) {
			t.Errorf("%s reads as %+v", at, Parse(at))
		}
	}
	if got := Parse(Section("nowhere")); got != (Route{Head: Settings}) {
		t.Errorf("a section that there is not reads as %+v", got)
	}
	for _, other := range []string{"/", "", "r/x", "/signin", "/rr/x", "//r/x"} {
		if IsPage(other) {
			t.Errorf("%q is taken for a page", other)
		}
	}
}
