package rowhtml

import (
	"strings"
	"testing"

	"github.com/confab/confab/shared/wire"
)

func TestSoundsAndFilmsArePlayers(t *testing.T) {
	out := withFiles(t, wire.File{ID: "a", Name: "a.mp4", Type: "video/mp4", Size: 18 << 20, Width: 640, Height: 480, Duration: 48_200},
		wire.File{ID: "b", Name: "b.mp3", Type: "audio/mpeg", Duration: 206_000},
		wire.File{ID: "c", Name: "c.webm", Type: "audio/webm", Duration: 41_000, Wave: "0gv"})
	for _, want := range []string{
		`<video playsinline="" preload="metadata" aria-label="a.mp4" width="416" height="312" src="/api/v1/files/a/content#t=0.1"></video>`,
		`aria-label="Play video a.mp4, 0:48, 18 MB">`, `0:48</span></div>`,
		`<div class="sound" role="group" aria-label="Audio file b.mp3" data-file="b" data-duration="206000">`,
		`<span class="sound__time">0:00 / 3:26</span>`, `<input type="range" value="0" max="206"`, `download="b.mp3"`,
		`aria-label="Voice note from Jonas Weil, 0:41" data-file="c" data-duration="41000">`, `<span class="sound__time">0:41</span>`,
		`<svg viewBox="0 0 9 32" preserveAspectRatio="none" aria-hidden="true"><path d="M1 15.0V17.0M4 7.8V24.2M7 1.0V31.0"></path>`,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s in %s", want, out)
		}
	}
	if strings.Contains(out, `download="c.webm"`) || strings.Contains(out, "c.webm") {
		t.Errorf("a voice note has a name: %s", out)
	}
}

func TestWhatCannotBeShownDoesNotPlay(t *testing.T) {
	for _, f := range []wire.File{{ID: "a", Type: "audio/midi"}, {ID: "", Type: "audio/ogg"}, {ID: "a", Type: "application/octet-stream"}} {
		f.Name = "x"
		if out := withFiles(t, f); Plays(&f) || strings.Contains(out, "sound") || strings.Contains(out, "<video") {
			t.Errorf("%+v: %s", f, out)
		}
	}
}

func TestClock(t *testing.T) {
	for ms, want := range map[int64]string{0: "0:00", 20: "0:01", 1_400: "0:01", 1_500: "0:02", 61_000: "1:01", 3_727_000: "1:02:07"} {
		if got := Clock(ms); got != want {
			t.Errorf("%d ms: %s, want %s", ms, got, want)
		}
	}
}

func TestAVoiceNoteIsQuotedAsOne(t *testing.T) {
	if got := About([]wire.File{{Name: "c.webm", Wave: "0"}}).String(); got != "A voice note" {
		t.Errorf("%q", got)
	}
}
