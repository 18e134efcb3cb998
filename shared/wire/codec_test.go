package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestPeekReadsTypeAndIDWhereverTheyStand(t *testing.T) {
	for in, want := range map[string]Head{
		`{"type":"send","id":"7","body":"hi"}`:                          {Type: SendMessage.Type, ID: "7"},
		` { "body" : {"type":"x","a":[1,{"id":"no"}]}, "type":"ping"} `: {Type: TypePing, ID: ""},
		`{"id":"\u00e9\n","type":"t\u0079ping"}`:                        {Type: TypeTyping, ID: "é\n"},
		`{}`:                                                            {},
		`{"id":null,"n":-1.5e+3}`:                                       {},
	} {
		got, err := Peek([]byte(in))
		if err != nil || got != want {
			t.Errorf("Peek(%s) = %+v, %v; want %+v", in, got, err, want)
		}
	}
}

func TestPeekRefusesWhatIsNotOneObject(t *testing.T) {
	for _, in := range []string{
		``, ` `, `null`, `[]`, `"type"`, `7`, `{`, `{"type"}`, `{"type":}`, `{"type":"a",}`, `{"type":"a"}{}`,
		`{"type":"a"} x`, `{type:"a"}`, `{"type":7}`, `{"a":01}`, `{"a":+1}`, `{"a":1.}`, `{"a":tru}`, "{\"a\":\"\n\"}",
		`{"a":"\x"}`, `{"a":"\u12g4"}`, `{"a":"`, `{"a":"\`, `{"a":[1,]}`, `{,}`, "{}\x00",
		`{"id":"` + strings.Repeat("x", 65) + `"}`,
		strings.Repeat(`{"a":`, 17) + `1` + strings.Repeat(`}`, 17),
	} {
		if h, err := Peek([]byte(in)); err == nil {
			t.Errorf("Peek(%q) = %+v, want an error", in, h)
		} else if fail := new(Error); !errors.As(err, &fail) || fail.Code != CodeInvalid {
			t.Errorf("Peek(%q): %v, want code invalid", in, err)
		}
	}
}

func TestDecodeStrictTakesAClientsObject(t *testing.T) {
	var s Send
	err := DecodeStrict([]byte(`{"type":"send","id":"1","cid":"c","room":"r","body":"a \ud83d\ude00 \"b\"","reply_to":4}`), &s)
	want := Send{Head: Head{Type: SendMessage.Type, ID: "1"}, CID: "c", Room: "r", Body: `a 😀 "b"`, ReplyTo: 4}
	if err != nil || !reflect.DeepEqual(s, want) {
		t.Errorf("got %+v, %v; want %+v", s, err, want)
	}
	var h Hello
	err = DecodeStrict([]byte(`{"type":"hello","v":1,"resume":{"user":3,"rooms":{"0a":["e",9]}}}`), &h)
	if err != nil || h.Resume.Rooms["0a"] != (Cursor{"e", 9}) {
		t.Errorf("got %+v, %v", h, err)
	}
}

func TestDecodeStrictRefuses(t *testing.T) {
	for reason, in := range map[string]string{
		"an unknown field":          `{"type":"send","colour":"red"}`,
		"another case":              `{"Type":"send"}`,
		"an escaped name":           `{"\u0074ype":"send"}`,
		"a repeated field":          `{"body":"a","body":"b"}`,
		"repeated among many":       manyFields(40, "f3"),
		"something after":           `{"body":"a"} {"body":"b"}`,
		"a list":                    `[{"body":"a"}]`,
		"null":                      `null`,
		"nothing":                   ``,
		"a number for text":         `{"body":7}`,
		"a fraction for a seq":      `{"reply_to":1.5}`,
		"a seq beyond int64":        `{"reply_to":9223372036854775808}`,
		"bytes that are not UTF-8":  "{\"body\":\"\xff\"}",
		"an overlong encoding":      "{\"body\":\"\xc0\xaf\"}",
		"half a surrogate pair":     `{"body":"\ud83d"}`,
		"half a pair, then another": `{"body":"\ud83d\u0041"}`,
		"the low half alone":        `{"body":"\ude00"}`,
		"too deep":                  `{"body":` + strings.Repeat("[", 16) + strings.Repeat("]", 16) + `}`,
		"a control character":       "{\"body\":\"\x01\"}",
	} {
		var s Send
		err := DecodeStrict([]byte(in), &s)
		var fail *Error
		if !errors.As(err, &fail) || fail.Code != CodeInvalid || fail.Message == "" {
			t.Errorf("%s: DecodeStrict(%s) = %v, want code invalid", reason, in, err)
		}
	}
}

func manyFields(n int, last string) string {
	var b strings.Builder
	b.WriteString("{")
	for i := range n {
		b.WriteString(`"f` + string(rune('0'+i%10)) + strings.Repeat("x", i/10) + `":1,`)
	}
	return b.String() + `"` + last + `":1}`
}

func TestDecodeStrictSaysWhatIsWrongWithoutGoNames(t *testing.T) {
	for in, want := range map[string]string{
		`{"type":"send","colour":"red"}`: `The field "colour" is not known here.`,
		`{"body":7}`:                     `The field body does not take a JSON number.`,
		`{"body":"a","body":"b"}`:        `The object is not valid: a repeated field.`,
	} {
		var fail *Error
		if err := DecodeStrict([]byte(in), new(Send)); !errors.As(err, &fail) || fail.Message != want {
			t.Errorf("%s: %v, want %q", in, err, want)
		}
	}
}

func TestDecodePassesOverWhatItDoesNotKnow(t *testing.T) {
	var e Event
	if err := Decode([]byte(`{"type":"event","seq":3,"poll":{"q":["a"]},"kind":"poll"}`), &e); err != nil || e.Seq != 3 ||
		e.Kind != "poll" {
		t.Errorf("got %+v, %v", e, err)
	}
	var w Welcome
	if err := Decode([]byte(`{"type":"welcome","conn":"c","new":1}`), &w); err != nil || w.Conn != "c" {
		t.Errorf("got %+v, %v", w, err)
	}
}

func TestDecodeForgetsWhatTheTargetHeld(t *testing.T) {
	e := Event{Body: "old", State: &State{V: 3}}
	if err := Decode([]byte(`{"seq":1}`), &e); err != nil || e.Body != "" || e.State != nil {
		t.Errorf("got %+v, %v", e, err)
	}
}

func TestNextCutsAFrameIntoItsObjects(t *testing.T) {
	var got []string
	for line, rest := Next([]byte("\n{\"a\":1}\n\r\n  {\"b\":2}\r\n{\"c\":3}")); len(line) > 0; line, rest = Next(rest) {
		got = append(got, string(line))
	}
	if want := []string{`{"a":1}`, `{"b":2}`, `{"c":3}`}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAppendNeverBreaksTheLine(t *testing.T) {
	for _, obj := range []Headed{
		&Event{Body: "a\nb\r\n\u2028\x00\x7f\"\\<>&", Kind: KindMessage},
		&Nack{Message: "a\nb"},
	} {
		b, err := Append([]byte("x"), obj)
		if err != nil || b[0] != 'x' || strings.ContainsAny(string(b), "\n\r") || !json.Valid(b[1:]) {
			t.Errorf("Append gave %q, %v", b, err)
		}
	}
}

func TestPlainTextEndsAtWhatHasAMeaning(t *testing.T) {
	for c := range 256 {
		for at := range 20 {
			s := bytes.Repeat([]byte{'a', 0x80, 0xff, 0x21, 0x23, 0x5b, 0x5d, 0x7f, 0x20}, 3)[:20]
			s[at] = byte(c)
			want := 20
			if c == '"' || c == '\\' || c < 0x20 {
				want = at
			}
			if got := plainText(s); got != want {
				t.Fatalf("byte %#x at %d: %d bytes are plain, want %d", c, at, got, want)
			}
		}
	}
}
