package wire

import "github.com/confab/confab/shared/text"

// Code is the stable name of a failure. The message that comes with it may change
// and be translated; the code does not change.
type Code string

// Permanent: the same request will fail again.
const (
	CodeInvalid      Code = "invalid"      // malformed or outside the limits; the message says what
	CodeTooLarge     Code = "too_large"    // longer than limits allow
	CodeUnknown      Code = "unknown"      // no such command
	CodeForbidden    Code = "forbidden"    // you may not
	CodeNotFound     Code = "not_found"    // it does not exist, or you may not know that it does
	CodeCIDConflict  Code = "cid_conflict" // this cid was used for another message
	CodeRoomGone     Code = "room_gone"    // the room is not there for you (any more)
	CodeConflict     Code = "conflict"     // the name is taken, or it is already so
	CodeDeleted      Code = "deleted"      // the message was deleted
	CodeOvertaken    Code = "overtaken"    // a command with a larger number came first
	CodeUnauthorized Code = "unauthorized" // sign in
)

// Temporary: worth another try after RetryMS.
const (
	CodeRate        Code = "rate"
	CodeOverload    Code = "overload"
	CodeStorageFull Code = "storage_full"
	CodeUnavailable Code = "unavailable" // includes "the result is unknown": the same cid settles it
)

// Only in a Bye.
const (
	CodeDraining       Code = "draining"        // the server goes down; come back
	CodeSlow           Code = "slow"            // you read too slowly; resume
	CodeDead           Code = "dead"            // no pong
	CodeProtocol       Code = "protocol"        // malformed frames
	CodeSessionRevoked Code = "session_revoked" // signed out, banned, password changed: do not come back
	CodeReplaced       Code = "replaced"        // another connection took this one's place: see Hello.Replaces
	CodeTooMany        Code = "too_many"        // more sockets than one person may have: do not come back by yourself
)

// Temporary reports whether the same request may succeed later.
func (c Code) Temporary() bool {
	switch c {
	case CodeRate, CodeOverload, CodeStorageFull, CodeUnavailable, CodeDraining, CodeSlow, CodeDead:
		return true
	}
	return false
}

// Error is a failure as a client receives it: over HTTP the body
// {"error": {...}}, on the socket the fields of a Nack.
type Error struct {
	Code    Code   `json:"code"`
	Message string `json:"message"`
	RetryMS int64  `json:"retry_ms,omitempty"`
	Reason
}

// Reason is the sentence of Message in a form that clients can translate.
type Reason struct {
	// Key is the name of the sentence. The meaning of a key never changes; there are
	// many more keys than codes. A client that does not know the key shows Message.
	Key string `json:"key,omitempty"`
	// Args are the names and numbers in the sentence, as text.
	Args map[string]string `json:"args,omitempty"`
}

// Error implements error.
func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

// In returns the sentence in a language, in English if the language does not have it.
func (e *Error) In(l *text.Language) string { return l.Translate(e.Key, e.Args, e.Message) }

// Text returns the sentence.
func (e *Error) Text() text.Text { return text.Received(e.Key, e.Args, e.Message) }

// Refused returns an Error with a code and a sentence.
func Refused(code Code, why text.Text) *Error {
	return &Error{Code: code, Message: why.String(), Reason: ReasonOf(why)}
}

// ReasonOf returns the key and the arguments of a sentence.
func ReasonOf(why text.Text) Reason { return Reason{why.Key(), why.Args()} }

// Fail returns an Error with an English sentence that has no key.
func Fail(code Code, message string) *Error { return &Error{Code: code, Message: message} }

// Nack refuses the request with the same ID. CID and Room are those of a refused
// Send.
type Nack struct {
	Head
	CID     string `json:"cid,omitempty"`
	Room    string `json:"room,omitempty"`
	Code    Code   `json:"code"`
	Message string `json:"message"`
	RetryMS int64  `json:"retry_ms,omitempty"`
	Reason
}

// Err returns the reason why the request failed.
func (n *Nack) Err() *Error {
	return &Error{Code: n.Code, Message: n.Message, RetryMS: n.RetryMS, Reason: n.Reason}
}
