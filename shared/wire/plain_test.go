package wire

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// kept is data of the client's own, as it lies in a browser's store.
type kept struct {
	V     int               `json:"v"`
	Room  Room              `json:"room"`
	Fail  *Error            `json:"fail,omitempty"`
	Names map[string]string `json:"names,omitempty"`
	Marks []int64           `json:"marks"`
	Peers []*User           `json:"peers,omitempty"`
	On    bool              `json:"on"`
}

var aKept = kept{
	V: -1, Room: theLobby, Fail: &Error{Code: CodeRate, Message: "Too \"fast\".", RetryMS: 5},
	Names: map[string]string{"b": "B", "a": "\x00"}, Marks: []int64{1, -9223372036854775808}, Peers: []*User{&annaFace, nil},
}

func TestPlainDataIsWrittenAsByEncodingJSON(t *testing.T) {
	plain := []any{aKept, &aKept, map[string]kept{"x": {Marks: []int64{}}}, []string{}, "text"}
	for _, obj := range goldens {
		plain = append(plain, obj)
	}
	for _, v := range plain {
		var want bytes.Buffer
		theirs := json.NewEncoder(&want)
		theirs.SetEscapeHTML(false)
		if err := theirs.Encode(v); err != nil {
			t.Fatal(err)
		}
		// It escapes this one for the sake of scripts within pages.
		text := strings.ReplaceAll(strings.TrimSuffix(want.String(), "\n"), `\u2028`, "\u2028")
		if got := string(Marshal(v)); got != text {
			t.Errorf("%T:\n got %s\nwant %s", v, got, text)
		}
	}
}

func TestPlainDataIsReadBack(t *testing.T) {
	var back kept
	if err := Unmarshal(Marshal(aKept), &back); err != nil || !reflect.DeepEqual(back, aKept) {
		t.Errorf("got %+v, %v; want %+v", back, err, aKept)
	}
	var drafts map[string]kept
	if err := Unmarshal([]byte(`{"a":{"v":2,"new":[{}]},"b":null}`), &drafts); err != nil || len(drafts) != 2 || drafts["a"].V != 2 {
		t.Errorf("got %+v, %v", drafts, err)
	}
}

func TestWhatIsNotThereIsAnEmptyList(t *testing.T) {
	if got := string(Marshal(Users{})); got != `{"users":[]}` {
		t.Errorf("got %s", got)
	}
}

func TestUnmarshalRefuses(t *testing.T) {
	for _, data := range []string{"", "{", `{"v":"1"}`, `{"v":1.5}`, `{"marks":{}}`, `{"names":[]}`, `{"room":7}`, `{} {}`,
		"{\"names\":{\"a\":\"\xff\"}}"} {
		if err := Unmarshal([]byte(data), new(kept)); err == nil {
			t.Errorf("%s is taken", data)
		}
	}
}

func TestDataThatIsNotPlainPanics(t *testing.T) {
	for name, use := range map[string]func(){
		"a fraction is written":             func() { Marshal(1.5) },
		"anything is written":               func() { Marshal([]any{1}) },
		"a field without a name is written": func() { Marshal(struct{ A int }{}) },
		"a fraction is read":                func() { _ = Unmarshal([]byte("1"), new(float64)) },
		"anything is read":                  func() { _ = Unmarshal([]byte("[1]"), new([]any)) },
		"a field without a name is read":    func() { _ = Unmarshal([]byte("{}"), new(struct{ A int })) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s without a panic", name)
				}
			}()
			use()
		}()
	}
}

func TestDecodeStrictNamesTheFieldWithin(t *testing.T) {
	for in, want := range map[string]string{
		`{"resume":{"user":true}}`:                "The field resume.user does not take a JSON bool.",
		`{"resume":{"rooms":{"a":["e",1,2]}}}`:    "The object is not valid: a cursor is [epoch, seq].",
		`{"resume":{"rooms":[]}}`:                 "The field resume.rooms does not take a JSON array.",
		`{"resume":{"rooms":{"a":["e",{}]}}}`:     "The field resume.rooms does not take a JSON object.",
		`{"resume":{"seen":1},"client":"demo/1"}`: `The field "resume.seen" is not known here.`,
		`{"v":1e3}`: "The field v does not take a JSON number.",
	} {
		err := DecodeStrict([]byte(in), new(Hello))
		if fail, ok := err.(*Error); !ok || fail.Message != want {
			t.Errorf("%s: %v, want %q", in, err, want)
		}
	}
}

// FuzzPlainObjects holds reading by reflection to encoding/json.
func FuzzPlainObjects(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		if check(data) != nil {
			return // encoding/json takes more than is ever sent: other case, repeats
		}
		for _, sample := range []Headed{
			new(Hello), new(Welcome), new(Send), new(RoomSet), new(Rooms), new(Members), new(Inbox), new(Presence), new(Event), new(Page),
		} {
			fresh := func() any { return reflect.New(reflect.TypeOf(sample).Elem()).Interface() }
			ours, theirs := fresh(), fresh()
			err, theirErr := Unmarshal(data, ours), json.Unmarshal(data, theirs)
			if (err == nil) != (theirErr == nil) {
				t.Fatalf("%T: %q: %v, encoding/json says %v", sample, data, err, theirErr)
			}
			if err == nil && !reflect.DeepEqual(ours, theirs) {
				t.Fatalf("%T: %q:\n got %+v\nwant %+v", sample, data, ours, theirs)
			}
			ours, theirs = fresh(), fresh()
			strict := json.NewDecoder(bytes.NewReader(data))
			strict.DisallowUnknownFields()
			if err, theirErr = DecodeStrict(data, ours), strict.Decode(theirs); (err == nil) != (theirErr == nil) {
				t.Fatalf("%T: %q: strictly %v, encoding/json says %v", sample, data, err, theirErr)
			}
			if err != nil {
				continue
			}
			text, err := json.Marshal(theirs)
			if err != nil {
				t.Fatal(err)
			}
			again := fresh()
			if err := Unmarshal(Marshal(ours), again); err != nil || string(Marshal(again)) != string(Marshal(ours)) {
				t.Fatalf("%T: %q was written as %q: %v", sample, data, Marshal(ours), err)
			}
			if err := Unmarshal(text, again); err != nil || string(Marshal(again)) != string(Marshal(ours)) {
				t.Fatalf("%T: %q: ours %q, theirs %q: %v", sample, data, Marshal(ours), text, err)
			}
		}
	})
}
