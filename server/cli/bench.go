package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/bench/pin"
	"github.com/confab/confab/shared/limits"
)

// leastSize is the shortest text that tells one message of a load from another.
const leastSize = 16

// usualMessages is how many are sent if nothing is said of it.
const usualMessages = 10_000

// benchmark puts a load on a server and tells how it went.
type benchmark struct {
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
	Pin      bool          `name:"pin" help:"Give the server one processor core and the clients another. On Linux, with a server of its own."`
	JSON     bool          `name:"json" help:"Print JSON instead of a table: times in nanoseconds, sizes in bytes."`

	URL    []string `name:"url" placeholder:"URL" help:"Running server to drive; given more than once, nodes that people are spread over. By default the command starts a server of its own, with an empty directory and without limits on rates, and removes both."`
	Tokens string   `name:"tokens" placeholder:"FILE" help:"With --url: file of access tokens, one a line, each of another person."`
	Token  []string `name:"token" placeholder:"TOKEN" help:"With --url: one access token. May be given more than once."`
	Room   []string `name:"room" placeholder:"ID" help:"With --url: room that all of these people are in. May be given more than once. By default private rooms are made, and left in the end."`
	Admin  []string `name:"admin" placeholder:"URL" help:"With --url: the server's --admin-listen, for its processor time and memory. May be given more than once, for nodes."`
}

// Check returns a sentence for each thing wrong with the flags.
func (c *benchmark) Check() (problems []string) {
	bad := func(flag, format string, args ...any) {
		problems = append(problems, "--"+flag+": "+fmt.Sprintf(format, args...))
	}
	between := func(flag string, n, least, most int) {
		if n < least || n > most {
			bad(flag, "%d is not from %d to %d", n, least, most)
		}
	}
	if c.Messages != nil {
		between("messages", *c.Messages, 1, 100_000_000)
	}
	between("size", c.Size, leastSize, limits.Body)
	between("in-flight", c.InFlight, 1, limits.UnackedSends)
	between("rooms", c.Rooms, 1, 100_000)
	between("members", c.Members, 1, 100_000)
	between("senders", c.Senders, 1, max(c.Members, 1))
	if !(c.Rate >= 0 && c.Rate <= 1e6) {
		bad("rate", "%v is not a number of messages a second, a million at most", c.Rate)
	}
	if c.Duration < 0 || c.Duration > 24*time.Hour {
		bad("duration", "%v is not a time up to a day", c.Duration)
	}
	if c.Client != bench.ClientEngine && c.Client != bench.ClientLean {
		bad("client", "%q is neither engine nor lean", c.Client)
	}
	if c.Lockstep && c.Rate > 0 {
		bad("lockstep", "does not go with --rate")
	}
	return append(problems, c.checkTarget()...)
}

// checkTarget is the part of Check about what is driven.
func (c *benchmark) checkTarget() (problems []string) {
	bad := func(flag, format string, args ...any) {
		problems = append(problems, "--"+flag+": "+fmt.Sprintf(format, args...))
	}
	if len(c.URL) == 0 {
		for _, f := range []struct {
			name  string
			given bool
		}{{"tokens", c.Tokens != ""}, {"token", len(c.Token) > 0}, {"room", len(c.Room) > 0}, {"admin", len(c.Admin) > 0}} {
			if f.given {
				bad(f.name, "goes with --url")
			}
		}
		return problems
	}
	for flag, list := range map[string][]string{"url": c.URL, "admin": c.Admin} {
		for _, s := range list {
			if u, err := url.Parse(s); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
				bad(flag, "%q is not an address such as https://chat.example.org", s)
			}
		}
	}
	if c.Tokens == "" && len(c.Token) == 0 {
		bad("tokens", "is needed with --url")
	}
	if c.Pin {
		bad("pin", "does not go with --url")
	}
	return problems
}

// Run implements the command.
func (c *benchmark) Run(ctx context.Context, p Program) error {
	load := bench.Load{
		Rooms: c.Rooms, Members: c.Members, Senders: c.Senders, Rate: c.Rate, Duration: c.Duration,
		Size: c.Size, InFlight: c.InFlight, Lockstep: c.Lockstep, Client: c.Client,
	}
	if c.Messages != nil {
		load.Messages = *c.Messages
	} else if c.Duration == 0 {
		load.Messages = usualMessages
	}
	run, err := c.target(p, &load)
	if err != nil {
		return err
	}
	load.Name = fmt.Sprintf("%d x %d", load.Rooms, load.Members)
	// The clients share the machine with the server: they may use memory to
	// leave it the processor.
	debug.SetGCPercent(400)
	bar := p.counting(load)
	result, err := run(ctx, load, bar.show)
	bar.clear()
	if err != nil {
		return err
	}
	if err := c.report(p.Out, result); err != nil {
		return err
	}
	switch {
	case !result.History.OK():
		return errors.New("the history is not as it must be")
	case result.Partial != "":
		return errors.New("the load is not done: " + result.Partial)
	}
	return nil
}

// target is what puts the load on what the flags say. It completes load by what
// is known of it.
func (c *benchmark) target(p Program, load *bench.Load) (func(context.Context, bench.Load, func(bench.Progress)) (bench.Result, error), error) {
	if len(c.URL) > 0 {
		tokens := c.Token
		if c.Tokens != "" {
			more, err := readTokens(c.Tokens)
			if err != nil {
				return nil, err
			}
			tokens = append(tokens, more...)
		}
		if len(c.Room) > 0 {
			load.Rooms, load.Members = len(c.Room), len(tokens)
		}
		told := func(s string) { p.print(p.Err, s+"\n") }
		return bench.Remote{URLs: c.URL, Tokens: tokens, Rooms: c.Room, Admin: c.Admin, Told: told}.Run, nil
	}
	local := bench.Local{}
	if c.Pin {
		cores, err := pin.Choose()
		if err != nil {
			return nil, err
		}
		if err := cores.Self(); err != nil {
			return nil, err
		}
		local.Cores = &cores
	}
	return local.Run, nil
}

// report prints the result, with its terms and the checker's verdict.
func (c *benchmark) report(w io.Writer, r bench.Result) error {
	if c.JSON {
		return bench.WriteJSON(w, []bench.Result{r})
	}
	if err := bench.WriteResults(w, []bench.Result{r}); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%s\n%s\n", strings.Join(r.Notes(), "\n"), r.History)
	return err
}

// readTokens reads one token a line; empty lines are passed over.
func readTokens(file string) ([]string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("--tokens: %w", err)
	}
	tokens := strings.Fields(string(text))
	if len(tokens) == 0 {
		return nil, fmt.Errorf("--tokens: %s holds no token", file)
	}
	return tokens, nil
}

// loading is a bar of deliveries on the terminal, or of the time that has
// passed where their number is not known before the end.
type loading struct{ bar }

// counting is a bar for a load, or nothing if there is no terminal.
func (p Program) counting(load bench.Load) loading {
	f, ok := p.Err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return loading{}
	}
	total, what := int64(load.Messages)*int64(load.Members), "delivered"
	if load.Duration > 0 {
		total, what = load.Duration.Milliseconds(), "milliseconds"
	}
	return loading{bar{progressbar.NewOptions64(total, progressbar.OptionSetWriter(f), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(),
		progressbar.OptionFullWidth(), progressbar.OptionSetPredictTime(true))}}
}

// show brings the bar up to date.
func (l loading) show(p bench.Progress) {
	if p.Duration > 0 {
		l.set(min(p.Elapsed, p.Duration).Milliseconds())
		return
	}
	l.set(p.Deliveries)
}
