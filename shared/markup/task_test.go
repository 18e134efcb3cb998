package markup

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTicksAreEdits(t *testing.T) {
	const list = "Do:\r\n- [ ] a [x]\n> 1. [X] b\n- c\n```\n- [ ] d\n```\n- [ ] e"
	for n, want := range []string{
		"Do:\n- [x] a [x]\n> 1. [X] b\n- c\n```\n- [ ] d\n```\n- [ ] e",
		"Do:\n- [ ] a [x]\n> 1. [ ] b\n- c\n```\n- [ ] d\n```\n- [ ] e",
		"Do:\n- [ ] a [x]\n> 1. [X] b\n- c\n```\n- [ ] d\n```\n- [x] e",
	} {
		if got, ok := Tick(list, n); !ok || got != want {
			t.Errorf("task %d: %v, %q", n, ok, got)
		}
	}
	for _, n := range []int{-1, 3, 1 << 40} {
		if got, ok := Tick(list, n); ok || got != list {
			t.Errorf("there is a task %d: %q", n, got)
		}
	}
}

func TestATickChangesOneTask(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := message().Draw(t, "text")
		boxes := boxesOf(text)
		n := rapid.IntRange(0, len(boxes)).Draw(t, "n")
		got, ok := Tick(text, n)
		if ok != (n < len(boxes)) {
			t.Fatalf("task %d of %q: %v", n, boxes, ok)
		}
		if !ok {
			return
		}
		want := []byte(boxes)
		want[n] = map[byte]byte{' ': 'x', 'x': ' '}[want[n]]
		if now := boxesOf(got); now != string(want) {
			t.Fatalf("%q became %q in %q", boxes, now, got)
		}
		if back, _ := Tick(got, n); !strings.EqualFold(back, normalise(text)) {
			t.Fatalf("twice: %q, not %q", back, text)
		}
	})
}

// boxesOf returns the state of every task.
func boxesOf(text string) (boxes string) {
	for _, t := range Parse(text).Tokens {
		if t.Kind == Item && !t.End {
			boxes += t.Ref
		}
	}
	return boxes
}
