package host

import "github.com/confab/confab/shared/text"

// Line is a page's line above the list of rooms.
type Line struct {
	Head   string // of the page
	Icon   string
	Name   text.Text
	Count  int       // beside the name; 0: none
	Aside  text.Text // for those who do not see where Count stands: what it counts; zero: nothing
	Strong bool      // something is new there: bold, Count as a badge, a dot if there is none
	Alarm  bool      // something is wrong there
}
