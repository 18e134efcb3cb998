package platform

// Answer is the server's answer to a Fetch.
type Answer struct {
	Status int
	Body   string
}

// OK reports whether the server did what it was asked.
func (a Answer) OK() bool { return a.Status >= 200 && a.Status < 300 }
