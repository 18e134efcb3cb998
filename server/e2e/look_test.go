package e2e

import (
	"testing"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// said is one message of the room that pictures are taken of.
type said struct {
	by   int // index of the person
	text string
	to   int // index of the message answered, or -1
}

var launchWeek = []said{
	{1, "Morning all. We are out past the breakwater and both buoys are in the water. Signal is good, sea state 3.", -1},
	{1, "First burst lands at 09:00. @jonas.weil you should see it on the shore rig.", -1},
	{2, "Got it, 412 frames, **none lost**. The deadline change does what we hoped. This is the version on the buoy:\n```go\nfunc " +
		"(s *Sampler) Drain(ctx context.Context, w io.Writer) (n int, err error) {\n\tfor frame := range s.ring.Frames(ctx) " +
		"{\n\t\tif _, err = w.Write(frame.Encode(s.codec)); err != nil {\n\t\t\treturn n, err\n\t\t}\n\t\tn++\n\t}\n\treturn n, " +
		"ctx.Err()\n}\n```", -1},
	{3, "电池曲线比上周平稳多了，夜间待机电流从 41 µA 降到 18 µA。我把对比图放在报告第三页，大家有空看一下。", 2},
	{4, "ممتاز! أرسلت النتائج إلى فريق العملاء في دبي، وسنراجع النسخة معًا يوم الأحد الساعة 10:30.", -1},
	{5, "@nora.vance could you sign off the release note before noon? I changed the second paragraph, the rest is yours.", -1},
	{0, "Reading it now. The headline is lovely.", -1},
	{0, "One change: “fewer gaps” should say how many fewer. Numbers first, adjectives after:\n- standby draw down by 63%\n- a " +
		"burst that meets bad weather finishes on the next pass", -1},
	{5, "> Numbers first\nDone, see https://docs.tideline.example/releases/2.4", -1},
	{5, "🎉🌊", -1},
}

// tideline fills a workspace with people and a conversation, and returns the
// room.
func tideline(t *testing.T, s *instance.Server) (owner *instance.Person, room string) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	owner, err := s.Setup(t.Context())
	must(err)
	people := []*instance.Person{owner}
	for _, name := range []string{"Mara Lindqvist", "Jonas Weil", "陈雨晴", "ليلى حداد", "Inês Duarte", "Priya Raman"} {
		p, err := owner.Join(t.Context(), name)
		must(err)
		people = append(people, p)
	}
	create := func(p *instance.Person, name, topic string, kind wire.RoomKind) string {
		var made wire.RoomInfo
		must(p.Do(t.Context(), "POST", "/rooms", wire.RoomCreate{Name: name, Topic: topic, Kind: kind}, &made))
		return made.Room.ID
	}
	room = create(owner, "launch-week", "Ship 2.4 on Friday. Trial notes in the pinned doc.", wire.RoomPublic)
	for _, name := range []string{"firmware", "field-ops", "深圳办公室"} {
		create(owner, name, "", wire.RoomPublic)
	}
	create(owner, "board", "", wire.RoomPrivate)
	for _, p := range people[1:] {
		must(p.Do(t.Context(), "POST", "/rooms/"+room+"/join", struct{}{}, nil))
	}
	seqs := make([]int64, len(launchWeek))
	for i, m := range launchWeek {
		send := wire.Send{CID: id.New(), Body: m.text}
		if m.to >= 0 {
			send.ReplyTo = seqs[m.to]
		}
		var ack wire.Ack
		must(people[m.by].Do(t.Context(), "POST", "/rooms/"+room+"/messages", send, &ack))
		seqs[i] = ack.Seq
	}
	for _, p := range people[1:3] {
		var made wire.RoomInfo
		must(p.Do(t.Context(), "POST", "/dms", wire.DMOpen{User: owner.User}, &made))
		must(p.Do(t.Context(), "POST", "/rooms/"+made.Room.ID+"/messages", wire.Send{CID: id.New(), Body: "Have a minute?"}, nil))
	}
	return owner, room
}

// signsIn signs in on the page.
func (p *person) signsIn(email string) {
	p.t.Helper()
	p.opens("/signin")
	p.types(`[name=email]`, email)
	p.types(`[name=password]`, instance.Password)
	p.clicks(`button[type=submit]`)
	p.isLive()
}

func TestHowItLooks(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, room := tideline(t, s)
	for _, screen := range []chrome.Screen{chrome.Desktop, chrome.Tablet, chrome.Phone} {
		nora := sits(t, "Nora Vance", s, screen)
		nora.opens("/signin")
		nora.sees("the form", `document.querySelector("[name=password]")`)
		nora.inBothLights("signin-" + screen.Name)
		nora.signsIn(owner.Email)
		nora.opens("/r/" + room)
		nora.isLive()
		nora.sees("the conversation", rows("🎉🌊")+`.length === 1`)
		nora.inBothLights("chat-" + screen.Name)
		if screen.Name == chrome.Phone.Name {
			nora.clicks(`#drawer-button`)
			nora.sees("the rooms", `document.querySelector(".app").dataset.drawer === "open"`)
			nora.settles()
			nora.inBothLights("drawer-" + screen.Name)
			nora.presses(chrome.Escape)
			continue
		}
		nora.clicks(`#members-button`)
		nora.sees("the members", `document.querySelectorAll("#members .member").length === 7`)
		nora.inBothLights("members-" + screen.Name)
	}
}

// inBothLights takes a picture in light and in dark.
func (p *person) inBothLights(name string) {
	p.t.Helper()
	for _, dark := range []bool{false, true} {
		p.must("change the light", p.tab.Dark(dark))
		p.settles()
		p.shot(name + map[bool]string{false: "-light", true: "-dark"}[dark])
	}
	p.must("change the light", p.tab.Dark(false))
}

// settles waits until nothing on the page moves and every picture is there, apart from those that a browser loads
// when somebody scrolls to them: a list shows nothing above and below itself.
func (p *person) settles() {
	p.t.Helper()
	p.sees("a page at rest", `Promise.all(document.getAnimations().filter(a => a.effect.getTiming().iterations !== Infinity).map(a =>
	  a.finished.catch(() => {}))).then(() => [...document.images].every(i => {
	    if (i.complete || i.loading !== "lazy") return i.complete;
	    const list = i.closest(".timeline")?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
	    const box = i.getBoundingClientRect();
	    return box.bottom <= list.top || box.top >= list.bottom || !i.checkVisibility({ contentVisibilityAuto: true });
	  }))`)
}

func TestHowArrivingLooks(t *testing.T) {
	fresh, settled := serve(t), serve(t, "--limits", "off")
	owner, err := settled.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var invite wire.InviteInfo
	if err := owner.Do(t.Context(), "POST", "/invites", wire.InviteCreate{}, &invite); err != nil {
		t.Fatal(err)
	}
	for _, screen := range []chrome.Screen{chrome.Desktop, chrome.Phone} {
		nora := sits(t, "Nora Vance", fresh, screen)
		nora.opens("/setup?code=" + instance.SetupCode)
		nora.sees("the form", `document.querySelector("[name=workspace]")`)
		nora.inBothLights("firstrun-" + screen.Name)
		sam := sits(t, "Sam Okafor", settled, screen)
		sam.opens(invite.Invite.Path)
		sam.sees("the form", `document.querySelector("[name=name]")`)
		sam.inBothLights("join-" + screen.Name)
		for _, p := range []*person{nora, sam} {
			if eval[bool](p, `document.documentElement.scrollWidth > innerWidth`) {
				t.Errorf("%s's page on the %s is wider than the screen", p.name, screen.Name)
			}
		}
	}
}
