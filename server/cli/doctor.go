package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/confab/confab/server/store/checkup"
	"github.com/confab/confab/server/store/postgres"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/web"
)

// doctor is the command doctor, which checks a server's surroundings and all of
// its data.
type doctor struct {
	data
	database
	Files  string `name:"files" env:"CONFAB_FILES" placeholder:"PLACE" help:"Where the files that people send are, if not in --data."`
	Domain string `name:"domain" env:"CONFAB_DOMAIN" placeholder:"NAME" help:"Domain to check from this machine: whether it resolves, both ports answer, and the certificate is valid."`
	JSON   bool   `name:"json" help:"Print the result as JSON."`
}

// unseen says why something could not be checked. The exit code is 2.
type unseen struct{ error }

// Typed makes the exit code that of wrong usage: a wrong directory or address is
// the most likely reason.
func (unseen) Typed() bool { return true }

func (u unseen) Unwrap() error { return u.error }

// The possible values of diagnosis.Verdict.
const (
	healthy = "healthy"
	ill     = "ill"
	dark    = "unseen"
)

// diagnosis is the result of all checks.
type diagnosis struct {
	Verdict string            `json:"verdict"` // healthy, ill or unseen
	Unseen  string            `json:"unseen,omitempty"`
	Checks  []checkup.Finding `json:"checks"`
	used    map[string]int64  // the blobs of files
	*size
	*background
	Seconds float64 `json:"seconds"`
}

// Run implements the command.
func (c *doctor) Run(ctx context.Context, p Program) error {
	began := time.Now()
	d := &diagnosis{Verdict: healthy}
	d.check("program", "the web app is in this binary", program())
	d.check("files", "enough files may be open at once", openFiles())
	if c.Domain != "" {
		d.lookAtDomain(ctx, c.Domain, fromHere())
		d.lookAtCertificate(ctx, c.Data, c.Domain)
	}
	bar := &counting{program: p}
	look := func(done, all int64) { bar.set("examining", done, all) }
	url, err := c.address()
	kept, failed := blobsAt(ctx, c.Files, c.Data)
	switch {
	case err != nil:
	case failed != nil:
		err = failed
	case url != "":
		err = d.lookAtPostgres(ctx, url, look)
	default:
		err = d.lookAt(ctx, c.Data, look)
	}
	if failed == nil {
		err = errors.Join(d.lookAtBlobs(ctx, kept, err), kept.close())
	}
	bar.clear()
	if errors.Is(err, context.Canceled) {
		return err
	}
	d.Seconds = time.Since(began).Seconds()
	sick := 0
	for _, f := range d.Checks {
		if !f.OK() {
			sick++
		}
	}
	switch {
	case err != nil:
		d.Verdict, d.Unseen = dark, c.explain(err).Error()
	case sick > 0:
		d.Verdict = ill
	}
	if err := d.print(p, c.JSON); err != nil {
		return err
	}
	switch {
	case err != nil:
		return unseen{c.explain(err)}
	case sick > 0:
		return fmt.Errorf("%d of %d checks failed", sick, len(d.Checks))
	}
	return nil
}

// lookAtBlobs compares what is kept of files with the database, unless that could not
// be read: err is the reason.
func (d *diagnosis) lookAtBlobs(ctx context.Context, kept *blobs, err error) error {
	if err != nil {
		return err
	}
	f, err := kept.compare(ctx, d.used, time.Now())
	d.Checks = append(d.Checks, f)
	return err
}

// explain says in a sentence why the data was not checked.
func (c *doctor) explain(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no data in %s", c.Data)
	case errors.Is(err, sqlite.ErrOlder):
		return fmt.Errorf("an older version wrote the data in %s; it is brought up to date when a server next starts", c.Data)
	case errors.Is(err, sqlite.ErrMoved):
		return fmt.Errorf("servers started or stopped on %s during the check; run it again", c.Data)
	case errors.Is(err, postgres.ErrNoSchema), errors.Is(err, postgres.ErrIncoming), c.Postgres != "" || c.PostgresFile != "":
		return err
	}
	return explain(c.Data, err)
}

// check adds the result of one check: err says what is wrong, nil that it passed.
func (d *diagnosis) check(name, what string, err error) {
	f := checkup.Finding{Name: name, What: what}
	if err != nil {
		f.Add("%v", err)
	}
	d.Checks = append(d.Checks, f)
}

// print prints d as a table, or as JSON.
func (d *diagnosis) print(p Program, asJSON bool) error {
	if asJSON {
		content, err := json.MarshalIndent(d, "", "  ")
		if err != nil {
			return err
		}
		p.print(p.Out, string(content)+"\n")
		return nil
	}
	var b strings.Builder
	for _, f := range d.Checks {
		if f.OK() {
			fmt.Fprintf(&b, "ok    %s\n", f.What)
			continue
		}
		fmt.Fprintf(&b, "not   %s: %s\n", f.What, f.Problems[0])
		for _, problem := range f.Problems[1:] {
			fmt.Fprintf(&b, "      %s\n", problem)
		}
		if f.More > 0 {
			fmt.Fprintf(&b, "      and %d more\n", f.More)
		}
	}
	if d.size != nil {
		fmt.Fprintf(&b, "%d messages and changes in %d rooms, %d people; %d rows in all, checked in %.1f s\n",
			d.Events, d.Rooms, d.People, d.Rows, d.Seconds)
		fmt.Fprintf(&b, "checksum of all messages %.16s, of all data %.16s\n", d.Talk, d.All)
	}
	d.background.write(&b)
	if d.Verdict == healthy {
		b.WriteString("healthy\n")
	}
	p.print(p.Out, b.String())
	return nil
}

func program() error {
	_, err := web.Assets().Program()
	return err
}
