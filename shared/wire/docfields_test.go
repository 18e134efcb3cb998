package wire

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// told are the objects that the specification speaks of field by field. The rest is in the descriptions
// that the server gives.
var told = []any{
	Hello{}, Resume{}, Welcome{}, RoomMode{}, Inbox{}, Event{}, Quote{}, State{}, Reaction{}, Mark{}, Thread{}, Reply{}, Fetch{}, Page{},
	Send{}, Forwarded{}, Ack{}, Nack{}, OK{}, Watch{}, Presence{}, Typing{}, Ping{}, Pong{}, Bye{},
	Members{}, Join{}, SignIn{}, Refresh{}, Enter{}, Entered{}, PasswordChange{}, Tokens{},
}

// others are types of which it names a field here and there.
var others = []any{Room{}, User{}, Member{}, RoomInfo{}, Rooms{}, Users{}, Invite{}, InviteInfo{}, Invites{}, Sessions{}, Whoami{},
	RoomCreate{}, RoomSet{}, MemberAdd{}, RoomList{}, FileBegin{}, File{}, FileInfo{}}

// within are the objects that it reaches into.
var within = map[string]any{"resume": Resume{}, "state": State{}, "info": Room{}}

// spellings are an object's fields, Go's beside those of JSON.
func spellings(of any) map[string]string {
	all := map[string]string{}
	for t, i := reflect.TypeOf(of), 0; i < t.NumField(); i++ {
		f := t.Field(i)
		if f.Anonymous {
			for name, tag := range spellings(reflect.New(f.Type).Elem().Interface()) {
				all[name] = tag
			}
			continue
		}
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		all[f.Name] = tag
	}
	return all
}

var (
	snake   = regexp.MustCompile(`\b[a-z]+(?:_[a-z]+)+\b`)
	reached = regexp.MustCompile(`\b(resume|state|info)\.([a-z_]+)\b`)
	example = regexp.MustCompile(`\{".*\}`)
	capital = regexp.MustCompile(`[A-Z][A-Za-z]*`)
)

// misnamed are the faults of a specification in what it calls fields.
func misnamed(spec string, values []string) (faults []string) {
	inGo, inJSON := map[string]bool{}, map[string]bool{}
	for _, of := range slices.Concat(told, others) {
		for name, tag := range spellings(of) {
			inGo[name], inJSON[tag] = true, true
		}
	}
	for _, word := range snake.FindAllString(spec, -1) {
		if !inJSON[word] && !slices.Contains(values, word) {
			faults = append(faults, word+" is no field and no code")
		}
	}
	for _, m := range reached.FindAllStringSubmatch(spec, -1) {
		if !slices.Contains(slices.Collect(mapValues(spellings(within[m[1]]))), m[2]) {
			faults = append(faults, m[0]+" is no field")
		}
	}
	for _, at := range capital.FindAllStringIndex(spec, -1) {
		if word := spec[at[0]:at[1]]; inGo[word] && !beginsSentence(spec, at[0]) && !partOfName(spec, at) {
			faults = append(faults, word+" is how Go spells a field: ..."+strings.Join(strings.Fields(spec[max(0, at[0]-30):at[1]]), " "))
		}
	}
	for _, of := range told {
		for _, tag := range spellings(of) {
			if !regexp.MustCompile(`\b` + tag + `\b`).MatchString(spec) {
				faults = append(faults, "nothing is said of "+tag+" of "+reflect.TypeOf(of).Name())
			}
		}
	}
	return append(faults, wrongExamples(spec)...)
}

func mapValues(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, v := range m {
			if !yield(v) {
				return
			}
		}
	}
}

// beginsSentence tells whether what is at a place has its capital for that reason.
func beginsSentence(spec string, at int) bool {
	before := spec[:at]
	trimmed := strings.TrimRight(before, " \n\t")
	if trimmed == "" || strings.HasSuffix(trimmed, ":") || strings.HasSuffix(trimmed, ".") || strings.HasSuffix(trimmed, "#") {
		return true
	}
	return strings.Contains(before[len(trimmed):], "\n\n")
}

// partOfName tells whether it belongs to a longer name: a header's, a constant's.
func partOfName(spec string, at []int) bool {
	if at[0] > 0 && strings.ContainsRune("-./", rune(spec[at[0]-1])) {
		return true
	}
	return at[1] < len(spec) && strings.ContainsRune("-:", rune(spec[at[1]])) || at[1]-at[0] == 1
}

// wrongExamples are the examples that this program would not read.
func wrongExamples(spec string) (faults []string) {
	objects := map[Type]any{
		TypeHello: &Hello{}, TypeWelcome: &Welcome{}, TypeInbox: &Inbox{}, TypeEvent: &Event{}, TypeReady: &Ready{},
		TypeWatch: &Watch{}, TypePresence: &Presence{}, SendMessage.Type: &Send{}, TypeAck: &Ack{},
	}
	paths := map[string]any{
		"join": &Join{}, "token": &SignIn{}, "refresh": &Refresh{}, "signout": &Refresh{}, "enter": &Enter{},
		"password": &PasswordChange{},
	}
	for line := range strings.Lines(spec) {
		text := example.FindString(line)
		if text == "" || strings.Contains(line, `{"error":`) {
			continue
		}
		text = strings.NewReplacer(`{...}`, `{}`, `,...}`, `}`, `"R":`, `"r":`, `"U":`, `"u":`).Replace(text)
		var head Head
		if err := json.Unmarshal([]byte(text), &head); err != nil {
			faults = append(faults, text+": "+err.Error())
			continue
		}
		of := objects[head.Type]
		switch _, path, post := strings.Cut(line, "POST /api/v1/auth/"); {
		case post:
			of = paths[strings.Fields(path)[0]]
		case strings.Contains(text, "access_token"):
			of = &Tokens{}
		case head.Type == "":
			of = &Entered{}
		}
		if of == nil {
			faults = append(faults, text+": of what type is that?")
		} else if err := DecodeStrict([]byte(text), of); err != nil {
			faults = append(faults, text+": "+err.Error())
		}
	}
	return faults
}

// comments are the files of the specification: doc.go, and the part of it about
// commands.
func comments(t *testing.T) (all string) {
	t.Helper()
	for _, file := range []string{"doc.go", "doccommands.go"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all += string(text)
	}
	return all
}

// specification is the text of the specification, without the marks of a comment.
func specification(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for line := range strings.Lines(comments(t)) {
		if after, ok := strings.CutPrefix(line, "//"); ok {
			b.WriteString(strings.TrimPrefix(after, " "))
		}
	}
	return b.String()
}

// A client in another language knows fields by their names in JSON alone.
func TestTheSpecificationCallsFieldsAsTheyAreInJSON(t *testing.T) {
	spec := specification(t)
	var values []string
	for _, v := range constants(t) {
		values = append(values, v)
	}
	for _, fault := range misnamed(spec, values) {
		t.Error(fault)
	}
	for what, planted := range map[string]string{
		"ReplyTo is how Go spells":         "it carries ReplyTo",
		"User is how Go spells":            "the rest of Resume.User, and User too",
		"Seq is how Go spells":             "on disk, at Seq",
		"reply_two is no field":            "it carries reply_two",
		"state.edited is no field":         "it sets state.edited",
		"body_text":                        `{"type":"send","id":"1","cid":"C","room":"R","body_text":"x"}`,
		"nothing is said of user_top":      strings.ReplaceAll(spec, "user_top", "it"),
		"nothing is said of refresh_token": strings.ReplaceAll(spec, "refresh_token", "it"),
	} {
		text := planted
		if len(planted) < 100 {
			text = spec + "\n" + planted + "\n"
		}
		if found := strings.Join(misnamed(text, values), "\n"); !strings.Contains(found, what) {
			t.Errorf("planted %.40q: found %q", planted, found)
		}
	}
}
