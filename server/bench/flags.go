package bench

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/confab/confab/shared/limits"
)

// leastSize is the shortest text that tells one message of a load from another.
const leastSize = 16

// usualMessages is how many are sent if nothing is said of it.
const usualMessages = 10_000

// Flags are the command line flags of a load and of its report.
type Flags struct {
	Rooms    int           `name:"rooms" default:"10" placeholder:"N" help:"Rooms (${default})."`
	Members  int           `name:"members" default:"10" placeholder:"N" help:"Members of each room, all of them connected (${default})."`
	Senders  int           `name:"senders" default:"2" placeholder:"N" help:"Members of each room who send (${default})."`
	Rate     float64       `name:"rate" default:"0" placeholder:"N" help:"Open loop: messages a second, all senders together, whether or not the server keeps up; times count from when a message was due. By default each sender goes on when the server has answered."`
	Messages *int          `name:"messages" placeholder:"N" help:"Messages in all (10000, or as many as --duration takes)."`
	Duration time.Duration `name:"duration" default:"0" placeholder:"TIME" help:"How long messages are sent, such as 30s. By default until --messages are."`
	Size     int           `name:"size" default:"150" placeholder:"BYTES" help:"Length of a message's text (${default})."`
	InFlight int           `name:"in-flight" default:"8" placeholder:"N" help:"Closed loop: messages of a sender without an answer at one time (${default})."`
	Lockstep bool          `name:"lockstep" help:"Closed loop: a message is answered only when all members have it."`
	Client   string        `name:"client" default:"engine" placeholder:"KIND" help:"What the clients run: engine, the one of people's devices, or lean, which costs little (${default})."`
	JSON     bool          `name:"json" help:"Print JSON instead of a table: times in nanoseconds, sizes in bytes."`
}

// Check returns a sentence for each thing wrong with the flags.
func (f *Flags) Check() (problems []string) {
	bad := func(flag, format string, args ...any) {
		problems = append(problems, "--"+flag+": "+fmt.Sprintf(format, args...))
	}
	between := func(flag string, n, least, most int) {
		if n < least || n > most {
			bad(flag, "%d is not from %d to %d", n, least, most)
		}
	}
	if f.Messages != nil {
		between("messages", *f.Messages, 1, mostMessages)
	}
	between("size", f.Size, leastSize, limits.Body)
	between("in-flight", f.InFlight, 1, limits.UnackedSends)
	between("rooms", f.Rooms, 1, 100_000)
	between("members", f.Members, 1, 100_000)
	between("senders", f.Senders, 1, max(f.Members, 1))
	if !(f.Rate >= 0 && f.Rate <= 1e6) {
		bad("rate", "%v is not a number of messages a second, a million at most", f.Rate)
	}
	if f.Duration < 0 || f.Duration > 24*time.Hour {
		bad("duration", "%v is not a time up to a day", f.Duration)
	}
	if f.Client != ClientEngine && f.Client != ClientLean {
		bad("client", "%q is neither engine nor lean", f.Client)
	}
	if f.Lockstep && f.Rate > 0 {
		bad("lockstep", "does not go with --rate")
	}
	return problems
}

// Load returns the load that the flags describe.
func (f *Flags) Load() Load {
	load := Load{
		Rooms: f.Rooms, Members: f.Members, Senders: f.Senders, Rate: f.Rate, Duration: f.Duration,
		Size: f.Size, InFlight: f.InFlight, Lockstep: f.Lockstep, Client: f.Client,
	}
	if f.Messages != nil {
		load.Messages = *f.Messages
	} else if f.Duration == 0 {
		load.Messages = usualMessages
	}
	return load
}

// Report prints the result of a load, with its terms and the checker's verdict.
// It fails if the load is incomplete, or if the history violates an invariant.
func (f *Flags) Report(w io.Writer, r Result) error {
	if err := f.print(w, r); err != nil {
		return err
	}
	switch {
	case !r.History.OK():
		return errors.New("the history is not as it must be")
	case r.Partial != "":
		return errors.New("the load is not done: " + r.Partial)
	}
	return nil
}

func (f *Flags) print(w io.Writer, r Result) error {
	if f.JSON {
		return WriteJSON(w, []Result{r})
	}
	if err := WriteResults(w, []Result{r}); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%s\n%s\n", strings.Join(r.Notes(), "\n"), r.History)
	return err
}
