package attack

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// Who may come in, and what they see then.

// privateRoom makes one.
func (n *town) privateRoom(host string) string {
	n.t.Helper()
	var made wire.RoomInfo
	n.must(host, http.MethodPost, "/api/v1/rooms", wire.RoomCreate{Name: "Room " + id.New()[20:], Kind: wire.RoomPrivate}, &made)
	return made.Room.ID
}

// link makes an invite into a room.
func (n *town) link(by, room string) string {
	n.t.Helper()
	var made wire.InviteInfo
	n.must(by, http.MethodPost, "/api/v1/invites", wire.InviteCreate{Room: room, Uses: 20}, &made)
	return made.Invite.Path
}

// says has somebody say something in a room and returns its seq.
func (n *town) says(token, room, body string) int64 {
	n.t.Helper()
	var ack wire.Ack
	n.must(token, http.MethodPost, "/api/v1/rooms/"+room+"/messages", wire.Send{CID: id.New(), Body: body}, &ack)
	return ack.Seq
}

// reads is whether somebody is shown words of a room, over HTTP.
func (n *town) reads(token, room, words string) bool {
	n.t.Helper()
	for _, query := range []string{"", "?after=0", "?around=1", "?before=1000"} {
		_, said, err := n.ask(n.t.Context(), from(home), http.MethodGet, "/api/v1/rooms/"+room+"/messages"+query, token, nil)
		if err != nil {
			n.t.Fatal(err)
		}
		if strings.Contains(string(said), words) {
			return true
		}
	}
	return false
}

// Who was taken out of a private room does not come back by an old link: neither by one of
// their own nor by the one they came by, nor does anybody by the link of one who was.
func TestAttackOldLinksIntoARoom(t *testing.T) {
	n := visit(t, &common)
	host, admin, member, friend := n.owner(), n.someone(), n.someone(), n.someone()
	n.must(host, http.MethodPut, "/api/v1/users/"+admin.User+"/role", wire.UserRole{Role: wire.RoleAdmin}, nil)
	room := n.privateRoom(host)
	enters := func(token, link string) {
		t.Helper()
		if _, _, err := n.submits(t.Context(), home, link+"/enter", token, url.Values{}); err != nil {
			t.Fatal(err)
		}
	}
	n.must(host, http.MethodPut, "/api/v1/rooms/"+room+"/members/"+admin.User, nil, nil)
	shared, own := n.link(host, room), n.link(admin.Token, room)
	enters(member.Token, shared)
	n.says(host, room, "before they went")
	if !n.reads(member.Token, room, "before they went") {
		t.Fatal("the link does not lead into the room while it may")
	}
	for _, gone := range []string{admin.User, member.User} {
		n.must(host, http.MethodDelete, "/api/v1/rooms/"+room+"/members/"+gone, nil, nil)
	}
	n.says(host, room, "among ourselves")
	for who, way := range map[string]struct{ token, link string }{
		"a removed admin by their own link":         {admin.Token, own},
		"a removed admin by the host's link":        {admin.Token, shared},
		"a removed member by the link they came by": {member.Token, shared},
		"a member by the link of a removed admin":   {friend.Token, own},
	} {
		enters(way.token, way.link)
		if n.reads(way.token, room, "among ourselves") {
			t.Errorf("%s reads what was said meanwhile", who)
		}
	}
}

// A newcomer of a private room is shown nothing from before: as pages, by resuming, or in
// a quote.
func TestAttackNewcomerReadsWhatWasBefore(t *testing.T) {
	n := visit(t, &common)
	newcomer := n.someone()
	room := n.privateRoom(n.owner())
	first := n.says(n.owner(), room, "before anybody came")
	n.must(n.owner(), http.MethodPut, "/api/v1/rooms/"+room+"/members/"+newcomer.User, nil, nil)
	var answer wire.Ack
	n.must(n.owner(), http.MethodPost, "/api/v1/rooms/"+room+"/messages", wire.Send{CID: id.New(), Body: "welcome", ReplyTo: first},
		&answer)
	if !n.reads(newcomer.Token, room, "welcome") {
		t.Fatal("they read nothing at all")
	}
	if n.reads(newcomer.Token, room, "before anybody came") {
		t.Error("they are shown what was said before they came")
	}
	var info wire.RoomInfo
	n.must(newcomer.Token, http.MethodGet, "/api/v1/rooms/"+room, nil, &info)
	k, err := n.dials(t.Context(), newcomer.Token)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.drops)
	var heard []string
	k.all = &heard
	if err := k.greets(t.Context(), wire.Resume{User: 1,
		Rooms: map[string]wire.Cursor{room: {Epoch: info.Room.Epoch, Seq: 1}}}); err != nil {
		t.Fatal(err)
	}
	for _, fetch := range []wire.Fetch{{After: 1}, {Around: first}, {Before: answer.Seq + 1}} {
		fetch.Head, fetch.Room, fetch.Limit = wire.Head{Type: wire.FetchHistory.Type, ID: id.New()}, room, 50
		if err := k.says(t.Context(), &fetch); err != nil {
			t.Fatal(err)
		}
		if _, _, err := k.hears(t.Context(), wire.TypePage, wire.TypeNack); err != nil {
			t.Fatal(err)
		}
	}
	for _, line := range heard {
		if strings.Contains(line, "before anybody came") {
			t.Errorf("the socket tells what was said before they came: %s", line)
		}
	}
}

// Who has left a room is not pulled into it again and again; they may come back themselves.
func TestAttackPulledIntoARoomAgain(t *testing.T) {
	n := visit(t, &common)
	bad, friend := n.someone(), n.someone()
	var made wire.RoomInfo
	n.must(bad.Token, http.MethodPost, "/api/v1/rooms", wire.RoomCreate{Name: "pulled " + id.New()[20:], Kind: wire.RoomPublic}, &made)
	room := "/api/v1/rooms/" + made.Room.ID
	n.must(bad.Token, http.MethodPut, room+"/members/"+friend.User, nil, nil)
	n.must(friend.Token, http.MethodPost, room+"/leave", struct{}{}, nil)
	pulled := 0
	for range 10 {
		status, _, err := n.ask(t.Context(), from(home), http.MethodPut, room+"/members/"+friend.User, bad.Token, nil)
		if err != nil {
			t.Fatal(err)
		}
		if status == http.StatusOK {
			pulled++
			n.must(friend.Token, http.MethodPost, room+"/leave", struct{}{}, nil)
		}
	}
	if pulled > 0 {
		t.Errorf("who had left was brought back %d times of 10", pulled)
	}
	n.must(friend.Token, http.MethodPost, room+"/join", struct{}{}, nil)
}

// Public rooms that look alike, names and messages of what nobody sees.
func TestAttackLooksLikeAnother(t *testing.T) {
	n := visit(t, &common)
	bad := n.someone().Token
	n.must(n.owner(), http.MethodPost, "/api/v1/rooms", wire.RoomCreate{Name: "paddock", Kind: wire.RoomPublic}, nil)
	twins := []string{"paddock", "pad\u200edock", "pad\u200ddock", "pad\u034fdock", "paddock\ufe0f", "paddock\U000e0061\U000e007f",
		"p\u0430ddock"}
	for _, name := range twins {
		status, _, err := n.ask(t.Context(), from(home), http.MethodPost, "/api/v1/rooms", bad,
			wire.RoomCreate{Name: name, Kind: wire.RoomPublic})
		if err != nil || status == http.StatusOK {
			t.Errorf("a room called %+q is made beside paddock: %d %v", name, status, err)
		}
	}
	for _, body := range []string{"\u200b", "\u2060", "\u034f", "\ufe0f", "\U000e0061"} {
		status, _, err := n.ask(t.Context(), from(home), http.MethodPost, "/api/v1/rooms/"+n.w.Main+"/messages", bad,
			wire.Send{CID: id.New(), Body: body})
		if err != nil || status == http.StatusOK {
			t.Errorf("a message of %+q alone is sent: %d %v", body, status, err)
		}
	}
	var made wire.InviteInfo
	n.must(n.owner(), http.MethodPost, "/api/v1/invites", wire.InviteCreate{Uses: 20}, &made)
	for _, name := range []string{"\u2060\u200b", "\U000e0061\U000e0062"} {
		status, err := n.joins(t.Context(), "127.0.6.1", made.Invite.Path, name, "correct horse battery staple")
		if err != nil || status == http.StatusSeeOther {
			t.Errorf("somebody called %+q joins: %d %v", name, status, err)
		}
	}
}

// A thief who refreshes in step with whom they stole from is noticed.
func TestAttackStolenTokenInStep(t *testing.T) {
	n := visit(t, &common)
	var first wire.Tokens
	n.must("", http.MethodPost, "/api/v1/auth/token",
		map[string]string{"email": email, "password": "correct horse battery staple", "device": "laptop"}, &first)
	refreshes := func(ip, agent, token string) (next wire.Tokens, status int) {
		t.Helper()
		head := http.Header{"Content-Type": {"application/json"}, "User-Agent": {agent}}
		res, said, err := n.sends(t.Context(), from(ip), http.MethodPost, "/api/v1/auth/refresh", head,
			fmt.Appendf(nil, `{"refresh_token":%q}`, token))
		if err != nil {
			t.Fatal(err)
		}
		if res.StatusCode == http.StatusOK {
			decode(t, said, &next)
		}
		return next, res.StatusCode
	}
	victim, status := refreshes(home, "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0", first.RefreshToken)
	if status != http.StatusOK {
		t.Fatalf("the owner of the session cannot refresh: %d", status)
	}
	thief, status := refreshes("127.9.9.9", "curl/8.5.0", first.RefreshToken)
	if status == http.StatusOK && thief.AccessToken != "" {
		t.Error("the stolen token is good for another program elsewhere")
	}
	if _, status := refreshes(home, "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0", victim.RefreshToken); status == http.StatusOK {
		t.Error("the session goes on as if nothing had happened")
	}
}

// An invite's token is in no address that a page or its image is got from.
func TestAttackTokenInTheLogOfAProxy(t *testing.T) {
	n := visit(t, &common)
	var made wire.InviteInfo
	n.must(n.owner(), http.MethodPost, "/api/v1/invites", wire.InviteCreate{}, &made)
	token := strings.TrimPrefix(made.Invite.Path, "/join/")
	for _, path := range []string{"/invite-qr/" + token + ".svg", "/invite-qr/" + token, "/invite-qr?token=" + token} {
		status, said, err := n.ask(t.Context(), from(home), http.MethodGet, path, n.owner(), nil)
		if err != nil || status == http.StatusOK && strings.Contains(string(said), "<svg") {
			t.Errorf("%s draws a code: %d %v", strings.Replace(path, token, "TOKEN", 1), status, err)
		}
	}
	body := fmt.Appendf(nil, `{"token":%q}`, token)
	head := http.Header{"Content-Type": {"application/json"}, "Authorization": {"Bearer " + n.owner()}}
	res, said, err := n.sends(t.Context(), from(home), http.MethodPost, "/invite-qr", head, body)
	if err != nil || res.StatusCode != http.StatusOK || !strings.HasPrefix(string(said), "data:image/svg+xml") {
		t.Errorf("a code is not drawn for a token in the body: %v %s", err, said)
	}
}

// Strangers are not told which version this is.
func TestAttackStrangerAsksForTheVersion(t *testing.T) {
	n := visit(t, &common)
	version := n.version()
	for _, path := range []string{"/api/v1/openapi.json", "/api/v1/asyncapi.json", "/readyz", "/livez", "/api/v1/auth/whoami", "/",
		"/signin"} {
		res, said, err := n.sends(t.Context(), from("127.0.7.1"), http.MethodGet, path, http.Header{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(said), version) || strings.Contains(fmt.Sprint(res.Header), version) {
			t.Errorf("%s tells a stranger the version", path)
		}
	}
}
