package chat_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/confab/confab/server/chat"
)

var update = flag.Bool("update", false, "write testdata/*.txt anew")

// Whoever changes a right changes this file with it, where a reader sees it.
func TestTheTableOfRights(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "%-15s %-8s %-5s %-18s %s\n", "right", "role", "host", "in a conversation", "kinds")
	for _, g := range chat.Rights() {
		yes := map[bool]string{true: "yes", false: "-"}
		fmt.Fprintf(&b, "%-15s %-8s %-5s %-18s %s\n", g.Right, g.Role, yes[g.Host], yes[g.DM], strings.Join(kinds(g), " "))
	}
	isFile(t, "testdata/rights.txt", b.String())
}

// kinds names the kinds that may have a right.
func kinds(g chat.Grant) (names []string) {
	for _, k := range chat.Kinds {
		if g.Kinds&k.Kind != 0 {
			names = append(names, k.Name)
		}
	}
	return names
}

// isFile compares text with a file that a reader of a change sees.
func isFile(t *testing.T, file, text string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + text)
	if text != string(want) {
		t.Errorf("this is no longer %s:\n%s", file, want)
	}
}
