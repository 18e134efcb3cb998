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

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
)

// walked is how reading upwards went.
type walked struct {
	Steps, Jumps, Rows, First int
	Worst                     float64
}

// walkUp turns the wheel until message 4,000 is reached, at most 4,000
// times, and compares where the row in the middle of the window comes to stand
// with where the wheel moved it.
const walkUp = `(async () => {
  const box = document.querySelector(".timeline"), turn = 200;
  const frame = () => new Promise((done) => requestAnimationFrame(() => done()));
  const all = () => document.querySelectorAll(".timeline .msg[data-seq]");
  const middle = () => {
    const b = box.getBoundingClientRect(), at = (b.top + b.bottom) / 2;
    return [...all()].find((m) => m.getBoundingClientRect().bottom > at);
  };
  const walk = { Steps: 0, Jumps: 0, Rows: 0, First: 0, Worst: 0 };
  for (; walk.Steps < 4000; walk.Steps++) {
    walk.First = Number(all()[0].dataset.seq);
    walk.Rows = Math.max(walk.Rows, all().length);
    if (walk.First <= 4000) break;
    const row = middle(), from = row.getBoundingClientRect().top;
    const room = box.scrollHeight - box.clientHeight + box.scrollTop;
    box.scrollBy(0, -turn);
    await frame();
    await frame();
    if (!row.isConnected || room < turn) continue;
    const off = Math.abs(row.getBoundingClientRect().top - from - turn);
    if (off > 4) walk.Jumps++;
    walk.Worst = Math.max(walk.Worst, off);
  }
  return walk;
})()`

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
			"at":   at.Add(time.Duration(n) * 7 * time.Minute).Format(time.RFC3339),
			"text": fmt.Sprintf("Line %d of the archive, %s", n, strings.Repeat("more or less ", n%9)),
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
	nora.sees("the imported room without a reload",
		`[...document.querySelectorAll(".roomlink")].some(l => l.textContent.includes("archive"))`)
	eval[bool](nora, `([...document.querySelectorAll(".roomlink")].find(l => l.textContent.includes("archive")).click(), true)`)
	nora.sees("a window of the room", `document.querySelector("#room-name").textContent.includes("archive")`+
		` && document.querySelectorAll(".timeline .msg").length > 20`)

	// Up, as a wheel turns: older history comes in, what is in sight moves by as
	// much as the wheel says and by nothing else, the page stays small.
	walk := eval[walked](nora, walkUp)
	if walk.First > 4_000 {
		t.Errorf("came up to message %d of %d only", walk.First, lines)
	}
	if walk.Jumps > walk.Steps/100 {
		t.Errorf("the page jumped %d times in %d steps, by up to %.0f pixels", walk.Jumps, walk.Steps, walk.Worst)
	}
	if walk.Rows > 320 {
		t.Errorf("up to %d rows in the page", walk.Rows)
	}
	nora.shot("history-desktop-light")

	// To a day, at once.
	nora.sees("the day", `document.querySelector(".daychip__day")?.textContent.includes("2024")`)
	nora.clicks(`.daychip__day`)
	nora.sees("a field for the day", `document.activeElement?.matches("[role=dialog] input[type=date]")`)
	nora.shot("day-desktop-light")
	eval[bool](nora, `((f) => { f.value = "2024-03-05"; return true; })(document.activeElement)`)
	nora.clicks(`[role=dialog] .btn--primary`)
	nora.sees("the first message of that day", `document.querySelector(".msg--target time")?.dateTime.startsWith("2024-03-0") &&
	  document.querySelector(".daychip__day").textContent.includes("March")`)
	nora.sees("its address", `location.pathname.match(/^\/r\/[^/]+\/[0-9]+$/) !== null`)
	nora.shot("day-gone-to-desktop-light")

	// Down again in one step, and talk.
	nora.clicks(`.jumpbar .btn`)
	nora.sees("the end", rows(fmt.Sprintf("Line %d of", lines))+`.length === 1`)
	nora.says("And this is now")
	nora.reads("And this is now")
}
