package compose

import (
	"testing"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host/hosttest"
)

// records is the composer of general while it records.
func records(t *testing.T) *Composer {
	c, _ := attaching(t)
	c.voice.begin(platform.Event{})
	c.voice.told(platform.RecordBegun, platform.File{})
	return c
}

func TestARecordingTakesThePlaceOfTheField(t *testing.T) {
	c, _ := attaching(t)
	hosttest.Wants(t, hosttest.Page(c.View()), `aria-label="Record a voice note"`)
	c.voice.begin(platform.Event{})
	hosttest.WantsNot(t, hosttest.Page(c.View()), "recorder") // the browser asks first
	c.voice.told(platform.RecordBegun, platform.File{})
	hosttest.Wants(t, hosttest.Page(c.View()), `class="recorder"`, "Recording",
		`aria-label="Stop and listen"`, `aria-label="Stop and send"`)
	c.voice.told(platform.RecordStopped, platform.File{})
	hosttest.Wants(t, hosttest.Page(c.View()), "Recorded", `aria-label="Play the recording"`, `aria-pressed="false"`, `aria-label="Send"`)
	c.voice.told(platform.RecordPlays, platform.File{})
	hosttest.Wants(t, hosttest.Page(c.View()), "sprite.svg#i-pause")
	c.voice.drop(platform.Event{})
	hosttest.WantsNot(t, hosttest.Page(c.View()), "recorder")
}

func TestARecordingIsOfTheRoomWhereItWasBegun(t *testing.T) {
	c := records(t)
	c.Turn(Target{Room: "support"})
	hosttest.WantsNot(t, hosttest.Page(c.View()), "recorder")
	if c.voice.record == nil || c.voice.after == nil {
		t.Fatal("it is not kept when it has stopped")
	}
	c.voice.told(platform.RecordStopped, platform.File{})
	if c.voice.record != nil {
		t.Error("the microphone is not given back")
	}
}

func TestWhoLeavesBeforeTheMicrophoneIsOpenRecordsNothing(t *testing.T) {
	c, _ := attaching(t)
	c.voice.begin(platform.Event{})
	c.Turn(Target{Room: "support"})
	if c.voice.record != nil {
		t.Error("it records")
	}
}

func TestWhyNothingIsRecorded(t *testing.T) {
	for name, want := range map[string]string{
		platform.RecordRefused: "Confab may not use the microphone. Allow it for this page in the browser’s settings, then try again.",
		"NotFoundError":        "Nothing could be recorded. Check that a microphone is connected and that this page was opened with https.",
	} {
		if got := whyNotRecorded(name).String(); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
	c, _ := attaching(t)
	c.voice.begin(platform.Event{})
	c.voice.told(platform.RecordRefused, platform.File{})
	if c.voice.record != nil {
		t.Error("it cannot be tried again")
	}
}

func TestAMessageThatIsChangedTakesNoVoiceNote(t *testing.T) {
	c, _ := attaching(t)
	c.edit = "1"
	hosttest.WantsNot(t, hosttest.Page(c.View()), "Record a voice note")
}
