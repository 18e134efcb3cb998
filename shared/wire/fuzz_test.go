package wire

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"unicode/utf8"
)

// seed gives a fuzz test the golden objects and some that are not quite right.
func seed(f *testing.F) {
	f.Helper()
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		f.Fatalf("no golden files: %v", err)
	}
	for _, path := range files {
		b, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, s := range []string{
		`{"seq":-0}`, `{"seq":1e3}`, `{"seq":9223372036854775808}`, `{"on":null,"quote":null,"state":{"reactions":[{"users":null}]}}`,
		`{"mentions":[null,"a"],"state":null}`, `{"body":"\ud83d\ude00 \ud83d"}`, `{"events":[null,{}],"users":[{"id":"\u0000"}]}`,
		`{"detail":{"a" : [1.50e3, {"b":"\u003c\n"}, true], "c":null}}`, `{"detail":[]}`,
		`{"detail":null,"state":{"marks":[null,{"mark":"pin","seq":4}]}}`,
		`{"state":{"replies":1.0}}`, `{"x":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}`, `[]`, `null`, ` {"a" : 1 } `, "{\"body\":\"\xff\"}",
	} {
		f.Add([]byte(s))
	}
}

// FuzzHotObjects holds the hand-made decoders and encoders to encoding/json.
func FuzzHotObjects(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, fresh := range []func() Headed{
			func() Headed { return new(Event) }, func() Headed { return new(Page) }, func() Headed { return new(Ack) },
		} {
			ours, theirs := fresh(), fresh()
			err := Decode(data, ours)
			if check(data) != nil {
				// encoding/json takes more than is ever sent: other case, repeats.
				if err == nil && !json.Valid(data) {
					t.Fatalf("%T: %q was taken and is not JSON", ours, data)
				}
				continue
			}
			if theirErr := json.Unmarshal(data, theirs); (err == nil) != (theirErr == nil) {
				t.Fatalf("%T: %q: %v, encoding/json says %v", ours, data, err, theirErr)
			}
			if err != nil {
				continue
			}
			if !reflect.DeepEqual(ours, theirs) {
				t.Fatalf("%T: %q:\n got %+v\nwant %+v", ours, data, ours, theirs)
			}
			written, err := Append(nil, ours)
			if err != nil || bytes.ContainsAny(written, "\n\r") {
				t.Fatalf("%T: written %q, %v", ours, written, err)
			}
			if reflected := Marshal(ours); !bytes.Equal(reflected, written) {
				t.Fatalf("%T: written %q, by reflection %q", ours, written, reflected)
			}
			again, byThem := fresh(), fresh()
			if err := Decode(written, again); err != nil {
				t.Fatalf("%T: what was written cannot be read: %q: %v", ours, written, err)
			}
			if err := json.Unmarshal(written, byThem); err != nil || !reflect.DeepEqual(again, byThem) {
				t.Fatalf("%T: %q:\n ours %+v\ntheirs %+v (%v)", ours, written, again, byThem, err)
			}
			theirText, err := json.Marshal(ours)
			if err != nil {
				t.Fatal(err)
			}
			if err := Decode(theirText, byThem); err != nil || !same(again, byThem) {
				t.Fatalf("%T: ours %q, theirs %q (%v)", ours, written, theirText, err)
			}
		}
	})
}

// same compares two objects, taking an empty list for an absent one.
func same(a, b Headed) bool {
	one, err1 := Append(nil, a)
	two, err2 := Append(nil, b)
	return err1 == nil && err2 == nil && bytes.Equal(one, two)
}

// FuzzStrict looks for objects that DecodeStrict takes and should not.
func FuzzStrict(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		head, peekErr := Peek(data)
		for _, into := range []Headed{new(Hello), new(Send), new(RoomSet), new(UserGet), new(Presence)} {
			err := DecodeStrict(data, into)
			if s, ok := into.(*Send); ok && check(data) == nil {
				var theirs Send
				d := json.NewDecoder(bytes.NewReader(data))
				d.DisallowUnknownFields()
				if theirErr := d.Decode(&theirs); (err == nil) != (theirErr == nil) || err == nil && !reflect.DeepEqual(*s, theirs) {
					t.Fatalf("%q: %+v, %v; encoding/json says %+v, %v", data, *s, err, theirs, theirErr)
				}
			}
			if err != nil {
				continue
			}
			if !utf8.Valid(data) || !json.Valid(data) {
				t.Fatalf("%T: %q was taken", into, data)
			}
			if len(into.Header().ID) <= maxID && (peekErr != nil || head != *into.Header()) {
				t.Fatalf("%T: %q: Peek says %+v, %v", into, data, head, peekErr)
			}
			// What was understood is all there was: written again it is the same object.
			again := reflect.New(reflect.TypeOf(into).Elem()).Interface().(Headed)
			text, err := Append(nil, into)
			if err != nil || DecodeStrict(text, again) != nil || !same(into, again) {
				t.Fatalf("%T: %q became %q", into, data, text)
			}
		}
	})
}

// FuzzNext holds the cutting of frames to what a line is.
func FuzzNext(f *testing.F) {
	f.Add([]byte("{}\n{}\r\n \n{}"))
	f.Fuzz(func(t *testing.T, frame []byte) {
		var joined []byte
		for line, rest := Next(frame); len(line) > 0; line, rest = Next(rest) {
			if bytes.ContainsRune(line, '\n') {
				t.Fatalf("%q has the line %q", frame, line)
			}
			joined = append(joined, line...)
		}
		strip := func(b []byte) string { return string(bytes.Join(bytes.Fields(b), nil)) }
		if strip(joined) != strip(frame) {
			t.Fatalf("%q became %q", frame, joined)
		}
	})
}
