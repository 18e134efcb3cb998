package json

import (
	original "encoding/json"
	"slices"
	"testing"
)

func TestAListOfAddresses(t *testing.T) {
	for _, list := range [][]string{{}, {"https://chat.example/signin"}, {"https://chat.example/signin", "", "/join/, [x]"}} {
		data, err := original.Marshal(list)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		if err := Unmarshal(data, &got); err != nil || !slices.Equal(got, list) {
			t.Errorf("Unmarshal(%s) = %q, %v", data, got, err)
		}
	}
}

func TestAllElseIsRefused(t *testing.T) {
	for _, data := range []string{``, `[`, `["a]`, `["a\"b"]`, `{"a":1}`, `null`} {
		if err := Unmarshal([]byte(data), new([]string)); err == nil {
			t.Errorf("Unmarshal(%s) succeeds", data)
		}
	}
	if err := Unmarshal([]byte(`"a"`), new(string)); err == nil {
		t.Error("a string is read")
	}
	if _, err := Marshal("a"); err == nil {
		t.Error("a string is written")
	}
}
