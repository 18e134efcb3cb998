package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"golang.org/x/term"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/console"
	"github.com/confab/confab/shared/wire"
)

// user are the commands about people.
type user struct {
	Add      userAdd      `cmd:"" help:"Create an account. The password comes from --password-file, or is asked for at a terminal, or read from standard input."`
	List     userList     `cmd:"" help:"List people."`
	Password userPassword `cmd:"" help:"Set someone's password, which signs them out everywhere. It comes from --password-file, or is asked for at a terminal, or read from standard input."`
	Role     userRole     `cmd:"" help:"Set someone's role: owner, admin or member."`
}

// passwordFile is the flag of the commands that read a password.
type passwordFile struct {
	PasswordFile string `name:"password-file" type:"path" placeholder:"FILE" help:"File whose first line is the password. Without it, the password is asked for at a terminal, or is the first line of standard input."`
}

// userAdd creates an account.
type userAdd struct {
	anywhere
	passwordFile
	Email string `arg:"" help:"The e-mail address to sign in with."`
	Name  string `name:"name" required:"" help:"Name that others see."`
	Role  string `name:"role" enum:"owner,admin,member" default:"member" help:"owner, admin or member (${default})."`
}

// Run implements the command.
func (c *userAdd) Run(ctx context.Context, p Program) error {
	password, err := p.password(c.PasswordFile, "Password (12 characters or more): ")
	if err != nil {
		return err
	}
	return c.with(ctx, func(ops console.Operations) error {
		u, err := ops.AddPerson(ctx, auth.NewAccount{Name: c.Name, Email: c.Email, Password: password, Role: wire.Role(c.Role)})
		if err != nil {
			return err
		}
		p.print(p.Out, fmt.Sprintf("added @%s, %s\n", u.Handle, u.Role))
		return nil
	})
}

// userList lists people.
type userList struct {
	anywhere
	Query string `arg:"" optional:"" help:"List only people whose name or handle begins with this."`
}

// listPage is how many people are requested at once.
const listPage = 500

// Run implements the command.
func (c *userList) Run(ctx context.Context, p Program) error {
	return c.with(ctx, func(ops console.Operations) error {
		w := tabwriter.NewWriter(p.Out, 0, 8, 2, ' ', 0)
		for after := ""; ; {
			people, err := ops.People(ctx, c.Query, after, listPage)
			if err != nil {
				return err
			}
			for _, u := range people {
				after = u.Handle
				// Names were cleaned of control characters when they were stored.
				if _, err := fmt.Fprintf(w, "@%s\t%s\t%s\t%s\n", u.Handle, u.Name, u.Role, standing(u)); err != nil {
					return err
				}
			}
			if len(people) < listPage {
				return w.Flush()
			}
		}
	})
}

// standing says what is special about a person: a ghost, banned, or nothing.
func standing(u wire.User) string {
	switch {
	case u.Gone:
		return "banned"
	case u.Ghost:
		return "imported"
	}
	return ""
}

// userPassword sets someone's password.
type userPassword struct {
	anywhere
	passwordFile
	Who    string `arg:"" help:"E-mail address or handle."`
	Random bool   `name:"random" help:"Generate a random password and print it."`
}

// Run implements the command.
func (c *userPassword) Run(ctx context.Context, p Program) error {
	typed := ""
	if !c.Random {
		var err error
		if typed, err = p.password(c.PasswordFile, "New password (12 characters or more): "); err != nil {
			return err
		}
		if typed == "" {
			return errors.New("the password is empty; --random generates one")
		}
	}
	return c.with(ctx, func(ops console.Operations) error {
		password, err := ops.SetPassword(ctx, c.Who, typed)
		if err != nil {
			return err
		}
		if c.Random {
			p.print(p.Out, password+"\n")
		}
		return nil
	})
}

// userRole sets someone's role.
type userRole struct {
	anywhere
	Who  string `arg:"" help:"E-mail address or handle."`
	Role string `arg:"" enum:"owner,admin,member" help:"owner, admin or member."`
}

// Run implements the command.
func (c *userRole) Run(ctx context.Context) error {
	return c.with(ctx, func(ops console.Operations) error { return ops.SetRole(ctx, c.Who, wire.Role(c.Role)) })
}

// password reads a password: the first line of a file if one is named, else from
// the terminal without echo, or the first line of standard input. It is never
// taken from the command line, which every user of the machine can read.
func (p Program) password(file, prompt string) (string, error) {
	if file != "" {
		f, err := os.Open(file)
		if err != nil {
			return "", err
		}
		line, err := firstLine(f)
		return line, errors.Join(err, f.Close())
	}
	if f, ok := p.In.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.print(p.Err, prompt)
		b, err := term.ReadPassword(int(f.Fd()))
		p.print(p.Err, "\n")
		return string(b), err
	}
	return firstLine(p.In)
}

// firstLine reads the first line of r, without its line break.
func firstLine(r io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(r, 4<<10)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimRight(line, "\r\n"), nil
}
