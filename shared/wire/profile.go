package wire

// ProfileSet changes what a person tells of themselves. Fields that are absent stay
// as they are; empty ones are removed, except name and handle. Admins may change the
// name and the handle of people with a lower role and remove their picture and status, and nothing else.
type ProfileSet struct {
	Head
	User     string  `json:"user" path:"user" is:"id"`
	Name     *string `json:"name,omitempty" is:"name"`
	Handle   *string `json:"handle,omitempty" is:"handle"`
	Pronouns *string `json:"pronouns,omitempty" is:"pronouns"`
	Title    *string `json:"title,omitempty" is:"title"`
	Zone     *string `json:"zone,omitempty" is:"zone"`
	About    *string `json:"about,omitempty" is:"about"`
	// Picture is the id of a file of the caller's that was uploaded and not sent: a picture that stands still, of at
	// most limits.FaceBytes. The one before is deleted. Programs show it as a square.
	Picture *string `json:"picture,omitempty" is:"picture"`
	// Status says what they are doing, in place of what they said before.
	Status *Status `json:"status,omitempty" is:"status"`
	// Quiet says when they do not want to be disturbed, in place of what they said before. Others see until when that is
	// so now (User.Quiet), and nothing else of it.
	Quiet *Quiet `json:"quiet,omitempty" is:"quiet"`
}

// ProfileRef asks for a person's profile.
type ProfileRef struct {
	Head
	User string `json:"user" path:"user" is:"id"`
}

// Profile answers ProfileRef and ProfileSet. It is read when somebody looks at a
// person; lists of people have User only.
type Profile struct {
	Head
	User     User     `json:"user"`
	Pronouns string   `json:"pronouns,omitempty"`
	Title    string   `json:"title,omitempty"`
	Zone     string   `json:"zone,omitempty"` // time zone, such as Europe/Berlin
	About    string   `json:"about,omitempty"`
	Rooms    []string `json:"rooms"`           // ids of the rooms that both are in, conversations included
	Quiet    *Quiet   `json:"quiet,omitempty"` // of the caller's own profile alone
	Dup      bool     `json:"dup,omitempty"`
}

// Status is what a person is doing: an emoji, one of the workspace's own too, and a text of at most
// limits.StatusRunes. Either may be empty; with both empty the person has no status. Until is when it is over, UTC
// milliseconds, at most limits.LaterMost from now; 0: when they say so.
type Status struct {
	Emoji string `json:"emoji,omitempty"`
	Text  string `json:"text,omitempty"`
	Until int64  `json:"until,omitempty"`
}

// Quiet is when a person does not want to be disturbed: until the time Pause (UTC milliseconds, at most
// limits.LaterMost from now; 0: no pause), and from From to To on some days of each week. From and To are minutes after
// midnight, 0 to 1439, on the clocks of Zone; if To is not after From, it is on the next day. Days is the sum of 1 for
// Monday, 2 for Tuesday and so on to 64 for Sunday: the days on which it begins; 0: on none.
type Quiet struct {
	Pause int64  `json:"pause,omitempty"`
	Days  int    `json:"days,omitempty"`
	From  int    `json:"from,omitempty"`
	To    int    `json:"to,omitempty"`
	Zone  string `json:"zone,omitempty"`
}
