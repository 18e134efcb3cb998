package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

func TestWhatIsGeneratedIsWhatTheTypesSay(t *testing.T) {
	want, err := generate("..")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../" + file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Fatal(file + " is not what the types of shared/wire say now; run: go generate ./shared/wire")
	}
}

func TestAFieldThatCannotBeGeneratedIsSaid(t *testing.T) {
	for what, decl := range map[string]string{
		"Ack.Odd": "type Ack struct { Odd map[string]bool `json:\"odd,omitempty\"` }",
		"Other":   "type Ack struct { Other }",
		"no room": "type Ack struct{}\nvar Bell = Command[*Ack, *Ack]{Lane: LaneRoom}",
	} {
		dir := t.TempDir()
		code := "package wire\n" + decl + "\ntype (\nEvent struct{}\nPage struct{}\nUser struct{}\nSend struct{}\n)\n"
		if err := os.WriteFile(dir+"/types.go", []byte(code), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := generate(dir); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
