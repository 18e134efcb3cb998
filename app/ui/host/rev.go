package host

// Thing is something that parts of the page show. A feature may have things of its own:
// any other name.
type Thing string

// The things that are not of one room.
const (
	Status   Thing = "status"   // the connection, and what Link says
	Self     Thing = "self"     // who is signed in, and the workspace
	List     Thing = "list"     // the list of rooms: entries, names, numbers
	People   Thing = "people"   // names, handles and roles of people
	Emojis   Thing = "emojis"   // the workspace's own emoji
	Presence Thing = "presence" // who is here
	Place    Thing = "place"    // what is on the page: Route, Panel, Drawer
	Sight    Thing = "sight"    // whether the person looks at the page
	Stack    Thing = "stack"    // which overlays are open
	Layers   Thing = "layers"   // what they show
	Hands    Thing = "hands"    // what people write with
	Notes    Thing = "notes"    // the notices
	Unsent   Thing = "unsent"   // what waits to be sent or could not be
	Lines    Thing = "lines"    // the lines of pages above the list of rooms
	Drafts   Thing = "drafts"   // which rooms have a draft
)

// Room is what a room is: its name, topic, number of members, and what is being loaded of it.
func Room(id string) Thing { return Thing("room/" + id) }

// Unread is how far a room goes and is read, and the number of what is unread.
func Unread(id string) Thing { return Thing("unread/" + id) }

// Messages are the rows of a room.
func Messages(id string) Thing { return Thing("messages/" + id) }

// Typing is who is writing in a room.
func Typing(id string) Thing { return Thing("typing/" + id) }

// Rev sums how often things have changed. The sum of a component that shows others than
// before must come with a prop that says so, the room's id for example.
func (h *Host) Rev(things ...Thing) (sum int) {
	for _, t := range things {
		sum += h.revs[t]
	}
	return sum
}

// Raise says that things have changed. What shows them is drawn again when the handler or
// posted function that runs now is done.
func (h *Host) Raise(things ...Thing) {
	for _, t := range things {
		h.revs[t]++
	}
	raised++
}

// raised counts the calls of Raise. There is one page in a program; the handlers of its
// elements, which do not know the Host, compare it before and after.
var raised int
