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

// Program is what commands work with.
type Program struct {
	Version string
	In      io.Reader
	Out     io.Writer
	Err     io.Writer
}

// grammar is the command line.
type grammar struct {
	Serve   serve        `cmd:"" default:"withargs" help:"Run the server. This is what happens without a command, too."`
	Init    initialising `cmd:"" help:"Make the workspace and its owner without a browser. The password is asked for at a terminal, and otherwise read from standard input or --password-file."`
	Import  importing    `cmd:"" name:"import" help:"Bring conversations in, into a running server's data or a stopped one's."`
	User    user         `cmd:"" help:"Add people, list them, help them in again."`
	Backup  backingUp    `cmd:"" help:"Put everything a server keeps into one file, while it runs or not."`
	Restore restoring    `cmd:"" help:"Make a server of a backup."`
	Migrate migrating    `cmd:"" help:"Move a stopped server's data to PostgreSQL, and read back that all of it is there."`
	Doctor  doctor       `cmd:"" help:"Look at what a server needs and at everything it keeps, while it runs or not, and say what is wrong."`
	Bench   benchmark    `cmd:"" help:"Put a load on a running server, and tell how fast it is and whether anything was lost."`
	Version version      `cmd:"" help:"Print the version."`
}

// Run carries out one command line and returns the exit code. ctx ends it.
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

// unknownFlag finds the flag in kong's complaint about it.
var unknownFlag = regexp.MustCompile(`^unknown flag (--?[^\s,]+)`)

// parse parses args. It goes on after a flag that does not exist, so that all
// of them are told.
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
		// What follows a flag that does not exist is most likely its value.
		if args[i] == m[1] && end < len(args) && !strings.HasPrefix(args[end], "-") {
			end++
		}
		args = slices.Delete(args, i, end)
	}
}

// complain lists what is wrong with the command line.
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
	b.WriteString("confab --help lists what there is.\n")
	p.print(p.Err, b.String())
}

// fail says why a command failed, on one line.
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

// print writes to a terminal or pipe. If nobody reads it any more there is
// nobody to tell.
func (p Program) print(w io.Writer, text string) { _, _ = io.WriteString(w, text) }
