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

// benchmark is the command bench, which puts load on a running server and
// measures it.
type benchmark struct {
	bench.Flags `embed:""`

	URL    []string `name:"url" placeholder:"URL" help:"Running server to test. May be given more than once: the people are distributed over these nodes."`
	Tokens string   `name:"tokens" placeholder:"FILE" help:"File of access tokens, one per line, each of a different person."`
	Token  []string `name:"token" placeholder:"TOKEN" help:"One access token. May be given more than once."`
	Room   []string `name:"room" placeholder:"ID" help:"Room that all of these people are in. May be given more than once. By default private rooms are created, and left at the end."`
	Admin  []string `name:"admin" placeholder:"URL" help:"The server's --admin-listen, to measure its processor time and memory. May be given more than once, for several nodes."`
}

// Check returns a sentence for each thing wrong with the flags.
func (c *benchmark) Check() (problems []string) {
	problems = c.Flags.Check()
	bad := func(flag, format string, args ...any) {
		problems = append(problems, "--"+flag+": "+fmt.Sprintf(format, args...))
	}
	if len(c.URL) == 0 {
		bad("url", "is missing: the server to test, such as https://chat.example.org")
	}
	for flag, list := range map[string][]string{"url": c.URL, "admin": c.Admin} {
		for _, s := range list {
			if u, err := url.Parse(s); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
				bad(flag, "%q is not an address such as https://chat.example.org", s)
			}
		}
	}
	if c.Tokens == "" && len(c.Token) == 0 {
		bad("tokens", "is missing: a file with the access tokens of the people who talk")
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
	// The clients may run on the server's machine. They use more memory so that
	// the collector leaves the processor to the server.
	debug.SetGCPercent(400)
	bar := p.counting(load)
	result, err := bench.Remote{URLs: c.URL, Tokens: tokens, Rooms: c.Room, Admin: c.Admin, Told: told}.Run(ctx, load, bar.show)
	bar.clear()
	if err != nil {
		return err
	}
	return c.Report(p.Out, result)
}

// readTokens reads one token per line and skips empty lines.
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

// loading is a progress bar on the terminal. It counts deliveries, or the time
// that has passed if their number is not known in advance.
type loading struct{ bar }

// counting returns a bar for a load, or an empty one if there is no terminal.
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

// show updates the bar.
func (l loading) show(p bench.Progress) {
	if p.Duration > 0 {
		l.set(min(p.Elapsed, p.Duration).Milliseconds())
		return
	}
	l.set(p.Deliveries)
}
