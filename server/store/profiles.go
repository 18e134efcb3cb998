package store

// Profile is what a person tells of themselves beyond name and handle. It is apart
// from User, which every list of people carries.
type Profile struct {
	Pronouns string
	Title    string // what they do
	Zone     string // their time zone, such as Europe/Berlin
	About    string
	Pause    int64  // until when they do not want to be disturbed, UTC milliseconds; 0: they do
	Hours    string // and when each week, as JSON; "": never
}

// Profiles are what people tell of themselves.
type Profiles interface {
	// Sections returns how a person has set up their list of rooms, as SetSections was told; "" before.
	Sections(user string) (string, error)
	SetSections(user, sections string) error
	// Get returns the zero Profile for somebody who tells nothing.
	Get(user string) (Profile, error)
	// Titles returns the titles of those of users who have one, by their ids.
	Titles(users []string) (map[string]string, error)
	// Put overwrites a person's, who is then one of Commit.Users. ErrNotFound if
	// there is no such person.
	Put(user string, p Profile) error
}
