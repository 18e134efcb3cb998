package chat_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/confab/confab/server/chat"
)

var update = flag.Bool("update", false, "write testdata/rights.txt anew")

// Whoever changes a right changes this file with it, where a reader sees it.
func TestTheTableOfRights(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "%-15s %-8s %-5s %s\n", "right", "role", "host", "in a conversation")
	for _, g := range chat.Rights() {
		yes := map[bool]string{true: "yes", false: "-"}
		fmt.Fprintf(&b, "%-15s %-8s %-5s %s\n", g.Right, g.Role, yes[g.Host], yes[g.DM])
	}
	const file = "testdata/rights.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + b.String())
	if b.String() != string(want) {
		t.Errorf("the table of rights is no longer that of %s:\n%s", file, want)
	}
}
