package platform

import (
	"syscall/js"
	"time"
)

// Record is a recording of the microphone by web/record.js, which shows it in the element .recorder.
type Record struct {
	tell js.Func
	v    js.Value
}

// NewRecord begins to record, for at most some time. told is told what happens to it, and with RecordStopped the file.
func NewRecord(most time.Duration, told func(what string, f File)) *Record {
	r := &Record{}
	UseScript("record.js", func(err error) {
		if err != nil {
			told(err.Error(), File{})
			return
		}
		r.tell = js.FuncOf(func(_ js.Value, args []js.Value) any {
			f := File{}
			if len(args) > 1 {
				f.v = args[1]
			}
			told(args[0].String(), f)
			return nil
		})
		r.v = js.Global().Call("confabRecorder", most.Milliseconds(), r.tell)
	})
	return r
}

func (r *Record) do(method string) {
	if r.v.Truthy() {
		r.v.Call(method)
	}
}

// Stop ends the recording; it tells when it has.
func (r *Record) Stop() { r.do("stop") }

// Play plays what was recorded, or lets it rest.
func (r *Record) Play() { r.do("play") }

// Drop gives up the recording, and the microphone.
func (r *Record) Drop() { r.do("drop") }

// Note is how long a recording is, in milliseconds, and how loud its parts are, as wire.File.Wave says it; zero for
// other files.
func (f File) Note() (lasts int64, wave string) {
	if w := f.v.Get("confabWave"); w.Truthy() {
		return int64(f.v.Get("confabLasts").Int()), w.String()
	}
	return 0, ""
}
