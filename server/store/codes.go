package store

// Code is a secret that somebody was given to use once, instead of a password.
// The code itself is nowhere: Hash is its hash. Times are UTC milliseconds.
type Code struct {
	Kind    string // one of the Codes below
	User    string // whose account it is for
	Hash    []byte
	By      string // who made it; "": User asked for it. For a CodePass see there
	Created int64
	Expires int64
}

// The kinds of codes.
const (
	CodeReset = "reset" // sets a new password; made by an admin
	CodeMail  = "mail"  // sets a new password; in a mail that the person asked for

	// CodePass signs the person in on another device. By is the session that made
	// it. One that was used has Expires 0, and By is the session that it opened.
	CodePass = "pass"
)

// Codes are the codes in force. Of each kind a person has one at most, so that a
// new one makes the older one worthless.
type Codes interface {
	// Put adds a code in the place of its user's older one of that kind. ErrNotFound
	// if there is no such person.
	Put(c Code) error
	// ByHash returns the code of a kind, expired or not. In an Update, others who
	// read it wait until its end. ErrNotFound.
	ByHash(kind string, hash []byte) (Code, error)
	// RemoveAll removes all of a person's.
	RemoveAll(user string) error
	// Sweep removes at most so many of those that expired before at, and reports
	// whether there may be more.
	Sweep(at int64, most int) (more bool, err error)
}
