package compose

import (
	"strings"
	"testing"

	"github.com/confab/confab/app/ui/host/hosttest"
)

func TestWhatHasTheFormOfACommand(t *testing.T) {
	for typed, want := range map[string][2]string{
		"/topic  Ship 2.4 ":   {"topic", "Ship 2.4"},
		"/Shrug":              {"shrug", ""},
		"/me\nwaves":          {"me", "waves"},
		"/nonsense":           {"nonsense", ""},
		"//topic":             {},
		"/usr/bin is broken":  {},
		"/1":                  {},
		"/":                   {},
		"topic":               {},
		" /topic":             {},
		"/caf\u00e9":          {},
		"/remind me tomorrow": {"remind", "me tomorrow"},
	} {
		name, args, ok := slashIn(typed)
		if ok != (want[0] != "") || ok && (name != want[0] || args != want[1]) {
			t.Errorf("%q is %q %q, %v", typed, name, args, ok)
		}
	}
}

func TestCommandsAreOfferedAsTheyAreTyped(t *testing.T) {
	c, _ := opened(t, "support")
	for typed, want := range map[string]int{"/": len(slashes), "/to": 1, "/zz": 0, "/topic ": 0, "a /to": 0, "//": 0} {
		at, found := triggerAt(typed, len(typed)), 0
		if at.mark == '/' {
			found = len(suggestSlashes(c, at.query))
		}
		if found != want {
			t.Errorf("%q offers %d commands, want %d", typed, found, want)
		}
	}
	hosttest.Wants(t, suggestSlashes(c, "to")[0].hint, "Change the topic")
}

func TestACommandThatIsNotThereIsNotSentByAccident(t *testing.T) {
	c, _ := opened(t, "support")
	if !c.commands.obeys("/nonsense and more") {
		t.Error("it is sent")
	}
	n := c.h.Notices.List
	if len(n) != 1 || n[0].Text != "There is no command /nonsense." || n[0].Action != "Send as text" {
		t.Errorf("the person is told %+v", n)
	}
	if c.commands.obeys("/usr/bin is broken") || c.commands.obeys("no command") {
		t.Error("a text is taken for a command")
	}
}

func TestAPollIsReadBehindStrokes(t *testing.T) {
	question, poll := pollIn("Tea or coffee? | Tea |Coffee| neither")
	if question != "Tea or coffee?" || poll == nil || len(poll.Choices) != 3 || poll.Choices[2] != "neither" {
		t.Errorf("%q, %+v", question, poll)
	}
	for _, none := range []string{"Tea?", "Tea? | yes", "| yes | no", "Tea? | yes | YES", "Tea? | yes | | no",
		"Tea?" + strings.Repeat(" | a", 3),
		"n? | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11"} {
		if _, poll := pollIn(none); poll != nil {
			t.Errorf("%q is %+v", none, poll)
		}
	}
}
