package platform

// What a Record tells, besides the name of the browser's error that ended it.
const (
	RecordBegun   = "recording" // the microphone is open
	RecordStopped = "stopped"   // there is a file
	RecordPlays   = "loud"
	RecordRests   = "quiet"
)

// RecordRefused is the browser's error if the person, or the page's settings, do not let it use the microphone.
const RecordRefused = "NotAllowedError"
