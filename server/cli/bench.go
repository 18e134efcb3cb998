package cli

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/confab/confab/server/bench"
)

// benchmark puts a load on a running server and tells how it went.
type benchmark struct {
	bench.Flags `embed:""`

	URL    []string `name:"url" placeholder:"URL" help:"Running server to drive; given more than once, nodes that people are spread over."`
	Tokens string   `name:"tokens" placeholder:"FILE" help:"File of access tokens, one a line, each of another person."`
	Token  []string `name:"token" placeholder:"TOKEN" help:"One access token. May be given more than once."`
	Room   []string `name:"room" placeholder:"ID" help:"Room that all of these people are in. May be given more than once. By default private rooms are made, and left in the end."`
	Admin  []string `name:"admin" placeholder:"URL" help:"The server's --admin-listen, for its processor time and memory. May be given more than once, for nodes."`
}

// Check returns a sentence for each thing wrong with the flags.
func (c *benchmark) Check() (problems []string) {
	problems = c.Flags.Check()
	bad := func(flag, format string, args ...any) {
		problems = append(problems, "--"+flag+": "+fmt.Sprintf(format, args...))
	}
	if len(c.URL) == 0 {
		bad("url", "is needed, such as https://chat.example.org: the server to put the load on")
	}
	for flag, list := range map[string][]string{"url": c.URL, "admin": c.Admin} {
		for _, s := range list {
			if u, err := url.Parse(s); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
				bad(flag, "%q is not an address such as https://chat.example.org", s)
			}
		}
	}
	if c.Tokens == "" && len(c.Token) == 0 {
		bad("tokens", "is needed, a file of access tokens: those of the people who talk")
	}
	return problems
}

// Run implements the command.
func (c *benchmark) Run(ctx context.Context, p Program) error {
	load, tokens := c.Load(), c.Token
	if c.Tokens != "" {
		more, err := readTokens(c.Tokens)
		if err != nil {
			return err
		}
		tokens = append(tokens, more...)
	}
	if len(c.Room) > 0 {
		load.Rooms, load.Members = len(c.Room), len(tokens)
	}
	load.Name = fmt.Sprintf("%d x %d", load.Rooms, load.Members)
	told := func(s string) { p.print(p.Err, s+"\n") }
	// The clients may share the machine with the server: they may use memory to
	// leave it the processor.
	debug.SetGCPercent(400)
	bar := p.counting(load)
	result, err := bench.Remote{URLs: c.URL, Tokens: tokens, Rooms: c.Room, Admin: c.Admin, Told: told}.Run(ctx, load, bar.show)
	bar.clear()
	if err != nil {
		return err
	}
	return c.Report(p.Out, result)
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
