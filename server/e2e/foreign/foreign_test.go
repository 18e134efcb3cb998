package foreign

import (
	"net/http"
	"os/exec"
	"path"
	"strings"
	"testing"

	"github.com/confab/confab/server/proof/instance"
)

const (
	password = "correct horse battery staple"
	email    = "nora@tideline.example"
)

// serves starts a server whose workspace confab init has made.
func serves(t *testing.T) string {
	t.Helper()
	data := t.TempDir()
	bin, err := instance.Binary()
	if err != nil {
		t.Fatal(err)
	}
	made := exec.CommandContext(t.Context(), bin, "init", "--data", data, "--workspace", "Tideline", "--name", "Nora Vance", email)
	made.Stdin = strings.NewReader(password + "\n")
	if said, err := made.CombinedOutput(); err != nil {
		t.Fatalf("confab init: %v\n%s", err, said)
	}
	s, err := instance.New(instance.Options{Data: data})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Kill)
	return s.URL
}

// pair are an owner who signed in and a member who came by the owner's invite,
// with the room in which both are.
func pair(t *testing.T) (nora, ada *client, room string) {
	t.Helper()
	url := serves(t)
	nora, ada = newClient(t, url), newClient(t, url)
	nora.signsIn(nora.gets("POST", "/auth/token", object{"email": email, "password": password, "device": "a script"}))
	invite := nora.gets("POST", "/invites", object{"uses": 1})["invite"].(object)
	joined := ada.gets("POST", "/auth/join", object{
		"invite": path.Base(invite["path"].(string)), "name": "Ada Brandt", "email": "ada@tideline.example", "password": password,
	})
	ada.signsIn(joined)
	return nora, ada, joined["room"].(string)
}

// message makes a send.
func message(room, body string) object {
	return object{"type": "send", "cid": newID(), "room": room, "body": body}
}

// A client that was made from the documents alone joins, talks, is cut off and
// misses nothing.
func TestAClientMadeFromTheDocumentsMissesNothing(t *testing.T) {
	nora, ada, room := pair(t)
	nora.connects()
	ada.connects()
	first := message(room, "Good morning")
	ack := ada.commands(first)
	if ack["type"] != "ack" || ack["cid"] != first["cid"] {
		t.Fatal(ack)
	}
	ada.comesTo(room, ack["seq"])
	heard := nora.hears("event")
	nora.applies(heard)
	if heard["body"] != "Good morning" || heard["seq"] != ack["seq"] {
		t.Fatalf("%v, acknowledged as %v", heard, ack)
	}

	for _, ada.brief = range []bool{false, true} {
		ada.drops()
		for _, body := range []string{"one", "two", "three"} {
			if answer := nora.commands(message(room, body)); answer["type"] != "ack" {
				t.Fatal(answer)
			}
		}
		var missed []string
		for _, o := range ada.connects() {
			missed = append(missed, o["kind"].(string)+" "+o["body"].(string))
		}
		if got := strings.Join(missed, ", "); got != "message one, message two, message three" {
			t.Fatalf("missed and was told %q", got)
		}
	}
	if again := ada.commands(first); again["dup"] != true || again["seq"] != ack["seq"] {
		t.Errorf("the same cid again: %v, was %v", again, ack)
	}

	page := ada.commands(object{"type": "fetch", "room": room, "limit": 2})
	events := page["events"].([]any)
	if last := events[len(events)-1].(object); len(events) != 2 || last["body"] != "three" || page["to"] != page["as_of"] {
		t.Errorf("the newest two are %v", page)
	}
	for what, o := range map[string]object{
		"unknown":   {"type": "send", "id": "1", "cid": "c", "room": room, "body": "x", "colour": "red"},
		"missing":   {"type": "send", "id": "1", "cid": "c", "room": room},
		"misshapen": {"type": "send", "id": "1", "cid": "c", "room": room, "body": 1.0},
		"unheard":   {"type": "shout", "id": "1"},
	} {
		if ada.spec.judge("client", o) == nil {
			t.Errorf("%s: the description allows %v", what, o)
		}
	}
	watched := ada.commands(object{"type": "watch", "users": []string{heard["author"].(string)}})
	if watched["users"].(object)[heard["author"].(string)] != "online" {
		t.Errorf("she looks at herself and sees %v", watched)
	}
}

// Its numbered changes are carried out once and in order, on whatever connection.
func TestAClientMadeFromTheDocumentsChangesThingsOnce(t *testing.T) {
	_, ada, room := pair(t)
	ada.connects()
	seq := ada.commands(message(room, "a word"))["seq"]
	edit := object{"type": "edit", "n": 1, "room": room, "seq": seq, "body": "another word"}
	ack := ada.commands(edit)
	ada.drops()
	ada.connects()
	if again := ada.commands(edit); again["dup"] != true || again["seq"] != ack["seq"] {
		t.Errorf("the same number again: %v, was %v", again, ack)
	}
	if later := ada.commands(object{"type": "edit", "n": 3, "room": room, "seq": seq, "body": "the last word"}); later["type"] != "ack" {
		t.Error(later)
	}
	if late := ada.commands(object{"type": "edit", "n": 2, "room": room, "seq": seq, "body": "too late"}); late["code"] != "overtaken" {
		t.Errorf("a smaller number after a larger one: %v", late)
	}
}

// It renews its access, and is out when its session ends.
func TestAClientMadeFromTheDocumentsStaysSignedInUntilItSignsOut(t *testing.T) {
	_, ada, _ := pair(t)
	old := ada.access
	ada.signsIn(ada.gets("POST", "/auth/refresh", object{"refresh_token": ada.refresh}))
	if who := ada.gets("GET", "/auth/whoami", nil); ada.access == old || who["state"] != "ok" ||
		who["user"].(object)["name"] != "Ada Brandt" {
		t.Fatal(who)
	}
	ada.connects()
	ada.gets("POST", "/auth/signout", object{"refresh_token": ada.refresh})
	if bye := ada.hears("bye"); bye["code"] != "session_revoked" {
		t.Error(bye)
	}
	if status, o := ada.asks("POST", "/auth/refresh", object{"refresh_token": ada.refresh}); status != http.StatusUnauthorized ||
		o["error"].(object)["code"] != "unauthorized" {
		t.Errorf("%d %v", status, o)
	}
}
