package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitTyped  = 2
)

// Program is what the commands use of their surroundings: the streams and the
// version.
type Program struct {
	Version string
	In      io.Reader
	Out     io.Writer
	Err     io.Writer
}

// grammar is the command line.
type grammar struct {
	Serve   serve        `cmd:"" default:"withargs" help:"Run the server. This is the default command."`
	Init    initialising `cmd:"" help:"Create the workspace and its owner without a browser. The password comes from --password-file, or is asked for at a terminal, or read from standard input."`
	Import  importing    `cmd:"" name:"import" help:"Import conversations. The server may run or not."`
	User    user         `cmd:"" help:"Add and list people, and change their passwords and roles."`
	Backup  backingUp    `cmd:"" help:"Back up all data of a server to one file. The server may run or not."`
	Restore restoring    `cmd:"" help:"Restore a server from a backup."`
	Migrate migrating    `cmd:"" help:"Move a stopped server's data to PostgreSQL and verify that all of it arrived."`
	Doctor  doctor       `cmd:"" help:"Check a server's surroundings and all of its data, and say what is wrong. The server may run or not."`
	Bench   benchmark    `cmd:"" help:"Put load on a running server, and measure how fast it is and whether anything was lost."`
	Version version      `cmd:"" help:"Print the version."`
	Picture remaking     `cmd:"" hidden:"" help:"Read a picture from standard input, and write it and its thumbnails anew."`
}

// Run executes one command line and returns its exit code. It stops when ctx
// ends.
func (p Program) Run(ctx context.Context, args []string) int {
	var g grammar
	exited := false
	parser, err := kong.New(&g,
		kong.Name("confab"),
		kong.Description("Team chat in one binary."),
		kong.Writers(p.Out, p.Err),
		kong.Exit(func(int) { exited = true }), // --help
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(p),
	)
	if err != nil {
		return p.fail(err)
	}
	parsed, problems := parse(parser, args)
	if exited {
		return exitDone
	}
	if parsed != nil {
		switch parsed.Command() {
		case "serve":
			problems = append(problems, g.Serve.Check()...)
		case "bench":
			problems = append(problems, g.Bench.Check()...)
		}
	}
	if len(problems) > 0 {
		p.complain(problems)
		return exitTyped
	}
	if err := parsed.Run(); err != nil {
		return p.fail(err)
	}
	return exitDone
}

// unknownFlag finds the flag in kong's error message.
var unknownFlag = regexp.MustCompile(`^unknown flag (--?[^\s,]+)`)

// parse parses args. It continues after an unknown flag, so that all of them are
// reported.
func parse(parser *kong.Kong, args []string) (parsed *kong.Context, problems []string) {
	args = slices.Clone(args)
	for {
		parsed, err := parser.Parse(args)
		if err == nil {
			return parsed, problems
		}
		problems = append(problems, err.Error())
		m := unknownFlag.FindStringSubmatch(err.Error())
		if m == nil {
			return nil, problems
		}
		i := slices.IndexFunc(args, func(a string) bool { return a == m[1] || strings.HasPrefix(a, m[1]+"=") })
		if i < 0 {
			return nil, problems
		}
		end := i + 1
		// What follows an unknown flag is most likely its value.
		if args[i] == m[1] && end < len(args) && !strings.HasPrefix(args[end], "-") {
			end++
		}
		args = slices.Delete(args, i, end)
	}
}

// complain prints what is wrong with the command line.
func (p Program) complain(problems []string) {
	var b strings.Builder
	if len(problems) == 1 {
		fmt.Fprintf(&b, "confab: %s\n", problems[0])
	} else {
		fmt.Fprintf(&b, "confab: %d problems:\n", len(problems))
		for _, s := range problems {
			fmt.Fprintf(&b, "  %s\n", s)
		}
	}
	b.WriteString("Run confab --help for a list of commands.\n")
	p.print(p.Err, b.String())
}

// fail prints on one line why a command failed, and returns the exit code.
func (p Program) fail(err error) int {
	if errors.Is(err, context.Canceled) {
		return exitFailed
	}
	p.print(p.Err, "confab: "+strings.ReplaceAll(err.Error(), "\n", "; ")+"\n")
	var typed interface{ Typed() bool }
	if errors.As(err, &typed) && typed.Typed() {
		return exitTyped
	}
	return exitFailed
}

// print writes to a terminal or pipe. An error is ignored: it means that nobody
// reads the output any more.
func (p Program) print(w io.Writer, text string) { _, _ = io.WriteString(w, text) }
