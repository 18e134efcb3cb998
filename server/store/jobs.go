package store

// Job is something to be done at a time (package jobs). Times are UTC milliseconds.
type Job struct {
	Key     string // names what is to be done, so that it is noted once
	Kind    string
	Payload string // what its kind needs to know
	Due     int64  // it is not begun before
	Tries   int    // how often it was begun
	Holder  string // who has it in hand; "": nobody
	Until   int64  // and until when: then others may begin it
	Error   string // of the last try
	Died    int64  // when it was given up; 0: it was not
}

// JobKinds are the kinds of jobs that somebody carries out. The zero value is all of
// them.
type JobKinds struct {
	Only   []string // these; empty: all
	Except []string // but not these
}

// JobsOfKind is how the jobs of a kind stand.
type JobsOfKind struct {
	Kind    string `json:"kind"`
	Waiting int    `json:"waiting"`    // they have not ended, due or not
	Overdue int    `json:"overdue"`    // those of them whose time has come
	Late    int64  `json:"overdue_ms"` // for how long the oldest of those is, in milliseconds
	Dead    int    `json:"dead"`       // they were given up
}

// Jobs are what is due at a time, or in no log. A job that was begun has a
// holder; whoever ends it must be that, and at the same try.
type Jobs interface {
	// Create adds a job. ErrExists if there is one with its key.
	Create(j Job) error
	// Next returns the job to begin at the time at: of those of the kinds that are
	// due and in nobody's hands, the one due first. ErrNotFound if there is none.
	Next(at int64, of JobKinds) (Job, error)
	// Claim gives j, as Next returned it, to holder until the time until, and
	// returns it as it is then: Tries counts this one. ErrNotFound if somebody
	// else was quicker.
	Claim(j Job, holder string, until int64) (Job, error)
	// Finish removes a job. ErrNotFound if j's holder does not have it at this
	// try any more.
	Finish(j Job) error
	// Release overwrites Payload, Due, Error and Died of a job, and lets it go;
	// Tries becomes tries. ErrNotFound as for Finish.
	Release(j Job, tries int) error
	// Drop removes the job with a key, also one that is in somebody's hands, who then cannot end it. If
	// there is none, it does nothing.
	Drop(key string) error
	// Kinds returns how the jobs of each kind stand at the time at, in the order of their names.
	Kinds(at int64) ([]JobsOfKind, error)
	// Dead returns up to limit jobs that were given up, the newest first.
	Dead(limit int) ([]Job, error)
	// Forget removes at most so many of those given up before at, and reports
	// whether there may be more.
	Forget(at int64, most int) (more bool, err error)
}
