package main

import (
	"os"
	"path/filepath"
	"testing"
)

// What stands inside other blocks comes before them: see atoms in web/style.go.
func TestTheSheetsOfTheKitComeFirst(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"compose/box.css", "kit/menu.css", "kit/dialog.css", "room/pins.css", "stray.css"} {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte("/* "+name+" */"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := joinStyles(dir)
	if err != nil {
		t.Fatal(err)
	}
	if want := "/* kit/dialog.css */\n/* kit/menu.css */\n/* compose/box.css */\n/* room/pins.css */\n"; string(got) != want {
		t.Errorf("joined:\n%swant:\n%s", got, want)
	}
}
