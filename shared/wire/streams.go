package wire

// Upload is a command that takes a body of any sort beside its request, whose
// fields are all in the address. Download is one that answers with such a body.
// They are given over HTTP alone, and neither body is ever in memory as a whole.
type (
	Upload[Q, R Headed] Stream
	Download[Q Headed]  Stream
)

// Stream is what both sides agree on about an upload or a download.
type Stream struct {
	Type   Type     // the operation's name; no object on the socket has it
	Method string   // of an upload: not GET
	Path   string   // below /api/v1
	Doc    string   // one sentence for people
	Types  []string // the content types that there are
	Limit  int64    // of the body, in bytes
}
