package httpapi

import (
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/shared/wire"
)

// documented returns the codes that the protocol's description lists in one
// part of its section "Codes": from the line that begins with from to the one
// that begins with to.
func documented(t *testing.T, from, to string) (codes []wire.Code) {
	t.Helper()
	text, err := os.ReadFile("../../shared/wire/doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n// # Codes\n")
	_, section, begun := strings.Cut(section, from)
	section, _, ended := strings.Cut(section, "\n// "+to)
	if !begun || !ended {
		t.Fatalf("wire/doc.go has no codes from %q to %q", from, to)
	}
	for _, m := range regexp.MustCompile(`(?m)^//\t([a-z_]+)  +\S`).FindAllStringSubmatch(section, -1) {
		codes = append(codes, wire.Code(m[1]))
	}
	return codes
}

func TestEveryCodeOfACommandHasAStatus(t *testing.T) {
	permanent := documented(t, "Permanent:", "Temporary:")
	temporary := documented(t, "Temporary:", "Only in a bye:")
	if len(permanent) < 10 || len(temporary) < 4 {
		t.Fatalf("read only %v, %v", permanent, temporary)
	}
	for _, c := range slices.Concat(permanent, temporary) {
		status := statusOf(c)
		if status == http.StatusInternalServerError {
			t.Errorf("%s has no status of its own", c)
		}
		again := slices.Contains(temporary, c)
		if c.Temporary() != again || (status == http.StatusTooManyRequests || status >= 500) != again {
			t.Errorf("%s: status %d, temporary %v, described as temporary: %v", c, status, c.Temporary(), again)
		}
		if !strings.Contains(codes(), string(c)) {
			t.Errorf("the description of the API does not name %s: %s", c, codes())
		}
	}
	for c := range statuses {
		if !slices.Contains(permanent, c) && !slices.Contains(temporary, c) {
			t.Errorf("%s has a status and is not described", c)
		}
	}
	for _, c := range documented(t, "Only in a bye:", "# Heartbeats") {
		if _, ok := statuses[c]; ok {
			t.Errorf("%s is said only in a bye and has a status", c)
		}
	}
}
