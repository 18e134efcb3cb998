package wire

import (
	"encoding/json"
	"testing"
)

func TestADetailIsPassedOnAsItWasWritten(t *testing.T) {
	for text, want := range map[string]Detail{
		`{"detail":{"a":1}}`: `{"a":1}`,
		"{\"detail\": {\n\"a\" : [ 1.50e3 , {} , [] , true ]\n, \"b\":null } }": `{"a":[1.50e3,{},[],true],"b":null}`,
		`{"detail":{"\u0061":"\u003c\u00e9\n\/"}}`:                              `{"a":"<é\n/"}`,
		`{"detail":null}`: "",
		`{"detail":{}}`:   `{}`,
	} {
		var e, theirs Event
		if err := Decode([]byte(text), &e); err != nil || e.Detail != want {
			t.Errorf("%s: %q, %v; want %q", text, e.Detail, err, want)
		}
		if err := json.Unmarshal([]byte(text), &theirs); err != nil || theirs.Detail != want {
			t.Errorf("%s: encoding/json reads %q, %v; want %q", text, theirs.Detail, err, want)
		}
		var plain struct {
			Events []Event `json:"events"`
		}
		if err := Unmarshal([]byte(`{"events":[`+text+`]}`), &plain); err != nil || plain.Events[0].Detail != want {
			t.Errorf("%s: within others: %+v, %v; want %q", text, plain, err, want)
		}
		again, err := Append(nil, &e)
		if err != nil {
			t.Fatal(err)
		}
		if within := Marshal(plain); string(within) != `{"events":[`+string(again)+`]}` {
			t.Errorf("%s: within others it is written %s, alone %s", text, within, again)
		}
	}
	for _, text := range []string{`{"detail":[]}`, `{"detail":"{}"}`, `{"detail":1}`, `{"detail":{"a"}}`, `{"detail":{"a":tru}}`} {
		if err := Decode([]byte(text), new(Event)); err == nil {
			t.Errorf("%s was taken", text)
		}
	}
}

func TestADetailIsMadeOfAStruct(t *testing.T) {
	type poll struct {
		Options []string `json:"options"`
		Secret  bool     `json:"secret,omitempty"`
	}
	if d := DetailOf(&poll{Options: []string{"tea", "<b>"}}); d != `{"options":["tea","<b>"]}` {
		t.Errorf("got %s", d)
	}
}
