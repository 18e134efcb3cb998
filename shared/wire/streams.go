package wire

// Upload is a command with a body of any content type; the fields of its request are
// all in the address. Download is a command that is answered with such a body. Both
// exist over HTTP only, and their bodies are never in memory as a whole.
type (
	Upload[Q, R Headed] Stream
	Download[Q Headed]  Stream
)

// Stream is what client and server share about an upload or a download.
type Stream struct {
	Type   Type     // the operation's name; no object on the socket has it
	Method string   // of an upload: not GET
	Path   string   // below /api/v1
	Doc    string   // one sentence for people
	Types  []string // the content types that are allowed
	Limit  int64    // of the body, in bytes
}
