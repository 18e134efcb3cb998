package compose

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// voice records a voice note in the place of the field. What was recorded goes the way of other files: into the
// tray of the target for which it was begun.
type voice struct {
	c      *Composer
	record *platform.Record // nil: there is none
	to     Target
	begun  bool          // the microphone is open, or was
	file   platform.File // what was recorded, once it is done
	done   bool
	plays  bool
	after  func() // what the person wants once it is done, besides listening to it
}

// shown reports whether a recording takes the place of the field.
func (v *voice) shown() bool { return v.begun && v.to == v.c.to }

// begin asks for the microphone.
func (v *voice) begin(platform.Event) {
	if v.record != nil {
		return
	}
	v.to = v.c.to
	var record *platform.Record
	record = platform.NewRecord(limits.VoiceNote, func(what string, f platform.File) {
		v.c.h.Post(func() {
			if v.record == record {
				v.told(what, f)
			}
		})
	})
	v.record = record
}

// told is told what happens to the recording.
func (v *voice) told(what string, f platform.File) {
	switch what {
	case platform.RecordBegun:
		v.begun = true
		v.focus("stop")
	case platform.RecordStopped:
		v.file, v.done = f, true
		after := v.after
		if after == nil {
			after = v.rest
		}
		after()
	case platform.RecordPlays, platform.RecordRests:
		v.plays = what == platform.RecordPlays
	default:
		v.forget()
		v.c.h.Say("alert", whyNotRecorded(what))
	}
	v.c.changed()
}

// whyNotRecorded says what to do about an error of the browser.
func whyNotRecorded(name string) text.Text {
	if name == platform.RecordRefused {
		return text.MicrophoneRefused
	}
	return text.MicrophoneMissing
}

func (v *voice) id(part string) string { return v.c.to.id("record-" + part) }

func (v *voice) focus(part string) {
	id := v.id(part)
	v.c.h.AfterFrame(func() { platform.ByID(id).Focus() })
}

// finish does something once the recording is done.
func (v *voice) finish(do func()) {
	if v.done {
		do()
		return
	}
	v.after = do
	v.record.Stop()
}

// stop lets the person listen to what was recorded.
func (v *voice) stop(platform.Event) { v.finish(v.rest) }

// rest waits for what the person does with what was recorded.
func (v *voice) rest() { v.focus("send") }

func (v *voice) play(platform.Event) { v.record.Play() }

// send sends what was recorded, with what is in the field.
func (v *voice) send(platform.Event) {
	v.finish(func() {
		v.keep()
		v.c.send()
		v.c.field.Focus()
	})
}

// drop gives up the recording.
func (v *voice) drop(platform.Event) {
	v.record.Drop()
	v.forget()
	v.c.changed()
	v.c.h.AfterFrame(v.c.field.Focus)
}

// leave keeps what was recorded when the composer turns to something else.
func (v *voice) leave() {
	switch {
	case v.record == nil:
	case !v.begun:
		v.record.Drop()
		v.forget()
	default:
		v.finish(v.keep)
	}
}

// keep puts what was recorded into the tray.
func (v *voice) keep() {
	v.record.Drop()
	v.c.drafts.trays.add(v.to, []picked{pick(v.file)})
	v.forget()
	v.c.h.Raise(host.Drafts)
	v.c.changed()
}

func (v *voice) forget() { *v = voice{c: v.c} }

// button asks for a recording. A message that is being changed takes none.
func (v *voice) button() app.UI {
	if v.c.edit != "" {
		return kit.None()
	}
	return kit.IconButton("mic", text.RecordVoiceNote, kit.Class("is-voice"), kit.On("click", v.begin))
}

// view draws the recording. The time and the loudness are web/record.js's.
func (v *voice) view() app.UI {
	if !v.shown() {
		return kit.None()
	}
	still := kit.Class("")
	round, state, send := kit.Class("iconbtn--round"), text.Recording, text.StopAndSend
	listen := kit.IconButton("stop", text.StopAndListen, round, kit.K("id"), v.id("stop"), kit.On("click", v.stop))
	if v.done {
		still = "recorder__state--done"
		icon := "play"
		if v.plays {
			icon = "pause"
		}
		state, send = text.Recorded, text.Send
		listen = kit.IconButton(icon, text.PlayRecording, round, kit.K("aria-pressed"), kit.Yes(v.plays), kit.On("click", v.play))
	}
	return kit.El("div.recorder|role=group", kit.K("aria-label"), text.VoiceNote, kit.On("keydown", v.key),
		kit.IconButton("trash", text.DiscardRecording, kit.On("click", v.drop)),
		kit.El("span.recorder__state", still,
			kit.El("span.recorder__dot"), kit.El("span|role=status", state), kit.El("span.recorder__time")),
		kit.El("span.wave|role=img", kit.K("aria-label"), text.MicrophoneLevel),
		listen,
		kit.IconButton("arrow-up", send, kit.Class("iconbtn--primary"), kit.K("id"), v.id("send"), kit.On("click", v.send)))
}

// key stops the recording with Escape, and never gives it up.
func (v *voice) key(e platform.Event) {
	if e.Key() == "Escape" && !v.done {
		e.PreventDefault()
		e.StopPropagation()
		v.stop(e)
	}
}
