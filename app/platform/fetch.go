package platform

// Answer is what a server said to a Fetch.
type Answer struct {
	Status int
	Body   string
}

// OK reports whether the server did what it was asked.
func (a Answer) OK() bool { return a.Status >= 200 && a.Status < 300 }
