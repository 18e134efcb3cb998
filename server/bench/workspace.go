package bench

// Seat is a signed-in person of a prepared workspace.
type Seat struct {
	User  string
	Token string // access token, good for token.Lifetime from then on
}

// Workspace are the people and rooms of a load.
type Workspace struct {
	Data  string // the data directory; empty if the store is elsewhere
	Seats []Seat
	Main  string   // the main room, which everyone is in
	Rooms []string // besides the main room; the members of the i-th are Seats[i*members:...]
}
