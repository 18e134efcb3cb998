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
	"github.com/confab/confab/shared/limits"
)

// leastSize is the shortest text that tells one message of a load from another.
const leastSize = 16

// benchmark puts a load on a server and tells how it went.
type benchmark struct {
	Rooms    int     `name:"rooms" default:"10" placeholder:"N" help:"Rooms (${default})."`
	Members  int     `name:"members" default:"10" placeholder:"N" help:"Members of each room, all of them connected (${default})."`
	Senders  int     `name:"senders" default:"2" placeholder:"N" help:"Members of each room who send (${default})."`
	Rate     float64 `name:"rate" default:"0" placeholder:"N" help:"Messages a second, all senders together. By default each sends as fast as the server lets it."`
	Messages int     `name:"messages" default:"10000" placeholder:"N" help:"Messages in all (${default})."`
	Size     int     `name:"size" default:"150" placeholder:"BYTES" help:"Length of a message's text (${default})."`
	InFlight int     `name:"in-flight" default:"8" placeholder:"N" help:"Messages of a sender without an answer at one time (${default})."`
	JSON     bool    `name:"json" help:"Print JSON instead of a table: times in nanoseconds, sizes in bytes."`

	URL    string   `name:"url" placeholder:"URL" help:"Running server to drive. By default the command starts a server of its own, with an empty directory and without limits on rates, and removes both."`
	Tokens string   `name:"tokens" placeholder:"FILE" help:"With --url: file of access tokens, one a line, each of another person."`
	Room   []string `name:"room" placeholder:"ID" help:"With --url: room that all of these people are in. May be given more than once."`
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
	between("messages", c.Messages, 1, 100_000_000)
	between("size", c.Size, leastSize, limits.Body)
	between("in-flight", c.InFlight, 1, limits.UnackedSends)
	if c.Rate < 0 || c.Rate > 1e9 {
		bad("rate", "%v is not a number of messages a second", c.Rate)
	}
	if c.URL == "" {
		between("rooms", c.Rooms, 1, 100_000)
		between("members", c.Members, 1, 100_000)
		between("senders", c.Senders, 1, max(c.Members, 1))
		for flag, given := range map[string]bool{"tokens": c.Tokens != "", "room": len(c.Room) > 0} {
			if given {
				bad(flag, "goes with --url")
			}
		}
		return problems
	}
	if u, err := url.Parse(c.URL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		bad("url", "%q is not an address such as https://chat.example.org", c.URL)
	}
	if c.Senders < 1 {
		bad("senders", "%d is not 1 or more", c.Senders)
	}
	if c.Tokens == "" {
		bad("tokens", "is needed with --url")
	}
	if len(c.Room) == 0 {
		bad("room", "is needed with --url")
	}
	return problems
}

// Run implements the command.
func (c *benchmark) Run(ctx context.Context, p Program) error {
	load := bench.Load{
		Rooms: c.Rooms, Members: c.Members, Senders: c.Senders, Rate: c.Rate,
		Messages: c.Messages, Size: c.Size, InFlight: c.InFlight,
	}
	run := bench.Local{}.Run
	if c.URL != "" {
		tokens, err := readTokens(c.Tokens)
		if err != nil {
			return err
		}
		load.Rooms, load.Members = len(c.Room), len(tokens)
		run = bench.Remote{URL: c.URL, Tokens: tokens, Rooms: c.Room}.Run
	}
	load.Name = fmt.Sprintf("%d x %d", load.Rooms, load.Members)
	// The clients share the machine with the server: they may use memory to
	// leave it the processor.
	debug.SetGCPercent(400)
	bar := p.counting(int64(load.Messages) * int64(load.Members))
	result, err := run(ctx, load, func(done, _ int64) { bar.set(done) })
	bar.clear()
	if err != nil {
		return err
	}
	if err := c.report(p.Out, result); err != nil {
		return err
	}
	if !result.History.OK() {
		return errors.New("the history is not as it must be")
	}
	return nil
}

// report prints the result, with the checker's verdict.
func (c *benchmark) report(w io.Writer, r bench.Result) error {
	if c.JSON {
		return bench.WriteJSON(w, []bench.Result{r})
	}
	if err := bench.WriteResults(w, []bench.Result{r}); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%s\n", r.History)
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

// counting is a bar of deliveries on the terminal, or nothing if there is none.
func (p Program) counting(total int64) bar {
	f, ok := p.Err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return bar{}
	}
	return bar{progressbar.NewOptions64(total, progressbar.OptionSetWriter(f), progressbar.OptionSetDescription("delivered"),
		progressbar.OptionShowCount(), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(),
		progressbar.OptionFullWidth(), progressbar.OptionSetPredictTime(true))}
}
