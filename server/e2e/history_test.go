package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/e2e/chrome"
	"github.com/confab/confab/server/e2e/instance"
)

// lines is the length of the imported room.
const lines = 5_000

// conversation writes a long conversation in the import's format.
func conversation(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	at := time.Date(2024, 3, 1, 9, 0, 0, 0, time.UTC)
	for n := 1; n <= lines; n++ {
		line, err := json.Marshal(map[string]any{
			"n": n, "room": "archive", "nick": fmt.Sprintf("nick%d", n/3%50),
			"at": at.Add(time.Duration(n) * 7 * time.Minute).Format(time.RFC3339), "text": fmt.Sprintf("Line %d of the archive, %s", n, strings.Repeat("more or less ", n%9)),
		})
		if err != nil {
			t.Fatal(err)
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	path := filepath.Join(t.TempDir(), "conversation.jsonl")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestALongHistoryIsPleasantToRead(t *testing.T) {
	s := serve(t)
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.setsUp()
	bin, err := instance.Binary()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), bin, "import", "--data", s.Data, "--format", "jsonl", conversation(t)).CombinedOutput()
	if err != nil {
		t.Fatalf("confab import: %v\n%s", err, out)
	}
	nora.sees("the imported room without a reload", `[...document.querySelectorAll(".roomlink")].some(l => l.textContent.includes("archive"))`)
	eval[bool](nora, `([...document.querySelectorAll(".roomlink")].find(l => l.textContent.includes("archive")).click(), true)`)
	nora.sees("a window of the room", `document.querySelector("#room-name").textContent.includes("archive") && document.querySelectorAll(".timeline .msg").length > 20`)

	// Up: older history comes in, the reader keeps the place, the page stays small.
	const middle = `(() => {
	  const box = document.querySelector(".timeline").getBoundingClientRect();
	  return [...document.querySelectorAll(".timeline .msg[data-seq]")].find(m => m.getBoundingClientRect().top >= box.top + 60);
	})()`
	seen := map[int]bool{}
	first := `Number(document.querySelector(".timeline .msg[data-seq]").dataset.seq)`
	for range 12 {
		before := eval[int](nora, first)
		if before <= 1 {
			break
		}
		eval[bool](nora, `(() => { const t = document.querySelector(".timeline"); t.scrollTop = -(t.scrollHeight - t.clientHeight) + 40; window.mark = `+middle+`; window.markTop = window.mark?.getBoundingClientRect().top; return true; })()`)
		nora.sees("older messages", first+fmt.Sprintf(" < %d", before))
		if drift := eval[float64](nora, `window.mark?.isConnected ? Math.abs(window.mark.getBoundingClientRect().top - window.markTop) : 0`); drift > 4 {
			t.Errorf("the reader's place moved by %.0f pixels when older history came in", drift)
		}
		if n := eval[int](nora, `document.querySelectorAll(".timeline .msg").length`); n > 320 {
			t.Errorf("%d rows in the page", n)
		}
		seen[eval[int](nora, first)] = true
	}
	if len(seen) < 8 {
		t.Errorf("went up only %d pages", len(seen))
	}
	nora.shot("history-desktop-light")

	// Down again in one step, and talk.
	nora.clicks(`.jumpbar .btn`)
	nora.sees("the end", rows(fmt.Sprintf("Line %d of", lines))+`.length === 1`)
	nora.says("And this is now")
	nora.reads("And this is now")
}
