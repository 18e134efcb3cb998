//go:build !js

package platform

import "time"

// Record is a recording of the microphone.
type Record struct{}

// NewRecord begins to record.
func NewRecord(time.Duration, func(string, File)) *Record { return &Record{} }

// Stop ends the recording.
func (*Record) Stop() {}

// Play plays what was recorded, or lets it rest.
func (*Record) Play() {}

// Drop gives up the recording.
func (*Record) Drop() {}

// Note is how long a recording is, and how loud its parts are.
func (File) Note() (lasts int64, wave string) { return 0, "" }
