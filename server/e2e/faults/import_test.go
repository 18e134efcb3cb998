package faults

import (
	"compress/gzip"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/wire"
)

// said is what testdata/history.jsonl comes to in the room "history".
var said = []struct {
	at, nick, text string
	replyTo        int // which of these it answers; -1: none
}{
	{"2004-12-25T09:14:00Z", "crimsun", "hello, is anybody here?", -1},
	{"2004-12-25T09:15:30Z", "ogra", "crimsun: good morning ☕", 0},
	{"2004-12-25T09:17:00Z", "crimsun", "an answer to what is not there", -1},
	{"2004-12-25T09:18:00Z", "日本語", "おはよう", 1},
}

// brings runs an import and checks what it says.
func brings(t *testing.T, data, file string, added, known int) {
	t.Helper()
	o := runs(t, nil, "import", "--data", data, "--format", "jsonl", file)
	if want := fmt.Sprintf("%d messages added, %d were there already", added, known); o.code != 0 || !strings.HasPrefix(o.out, want) {
		t.Errorf("exit code %d, printed %q, want %q; complained %q", o.code, o.out, want, o.err)
	}
	var lines []string
	for line := range strings.Lines(o.err) {
		number, _, _ := strings.Cut(line, ":")
		lines = append(lines, number)
	}
	if got := strings.Join(lines, ", "); got != "line 3, line 4, line 5, line 6" {
		t.Errorf("complained about %s in %q", got, o.err)
	}
}

// reads joins the room "history" as p and checks that it says what was brought.
func reads(t *testing.T, p *instance.Person) {
	t.Helper()
	var found wire.Rooms
	if err := p.Do(t.Context(), http.MethodGet, "/rooms?query=history", nil, &found); err != nil {
		t.Fatal(err)
	}
	if len(found.Rooms) != 1 {
		t.Fatalf("rooms %+v, want the imported one", found.Rooms)
	}
	room := found.Rooms[0].ID
	if err := p.Do(t.Context(), http.MethodPost, "/rooms/"+room+"/join", struct{}{}, nil); err != nil {
		t.Fatal(err)
	}
	var page wire.Page
	if err := p.Do(t.Context(), http.MethodGet, "/rooms/"+room+"/messages?limit=100", nil, &page); err != nil {
		t.Fatal(err)
	}
	names := map[string]wire.User{}
	for _, u := range page.Users {
		names[u.ID] = u
	}
	var got []wire.Event
	for _, e := range page.Events {
		if e.Kind == wire.KindMessage {
			got = append(got, e)
		}
	}
	if len(got) != len(said) {
		t.Fatalf("%d messages, want %d", len(got), len(said))
	}
	for i, want := range said {
		e := got[i]
		replyTo := int64(0)
		if want.replyTo >= 0 {
			replyTo = got[want.replyTo].Seq
		}
		author := names[e.Author]
		if at := time.UnixMilli(e.At).UTC().Format(time.RFC3339); at != want.at || author.Name != want.nick || !author.Ghost ||
			e.Body != want.text || e.ReplyTo != replyTo {
			t.Errorf("message %d: %s %+v %q answers %d, want %+v", i, at, author, e.Body, e.ReplyTo, want)
		}
	}
}

func conversation(t *testing.T) string {
	t.Helper()
	file, err := filepath.Abs(filepath.Join("testdata", "history.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// compressed is the conversation with gzip.
func compressed(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(conversation(t))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "history.jsonl.gz")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := gzip.NewWriter(f)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file
}

// Before there is a workspace, after there is one, and while the server runs:
// the same conversation is there, once.
func TestAConversationIsBroughtInOnce(t *testing.T) {
	data := t.TempDir()
	brings(t, data, conversation(t), 5, 0)
	s := serve(t, data)
	nora, err := s.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	brings(t, data, compressed(t), 0, 5)
	reads(t, nora)
	if err := s.Stop(); err != nil {
		t.Error(err)
	}
	brings(t, data, conversation(t), 0, 5)
	whole(t, data)
}

func TestAConversationIsBroughtIntoARunningServer(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	nora, err := s.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	k := opens(t, s, nora.Token)
	brings(t, data, conversation(t), 5, 0)
	reads(t, nora)
	for name := ""; name != "history"; { // she learns of the room on a connection from before
		var in wire.Inbox
		_, line := k.hears(wire.TypeInbox)
		if err := wire.Decode(line, &in); err != nil {
			t.Fatal(err)
		}
		if in.Info != nil {
			name = in.Info.Name
		}
	}
	brings(t, data, compressed(t), 0, 5)
	reads(t, nora)
	if err := s.Stop(); err != nil {
		t.Error(err)
	}
	whole(t, data)
}

func TestWhatCannotBeImportedIsTold(t *testing.T) {
	data := t.TempDir()
	runs(t, nil, "import", "--data", data, "no-such-file.jsonl").refuses(t, 1, "no-such-file.jsonl")
	runs(t, nil, "import", "--data", data, data).refuses(t, 1, "directory")
	runs(t, nil, "import", "--data", data, "--format", "csv", conversation(t)).refuses(t, 2, "jsonl")
	runs(t, nil, "import", "--data", data).refuses(t, 2, "file")
}
