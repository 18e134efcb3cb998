package migrate_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/confab/confab/server/migrate"
	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/server/store/contents"
)

// The environment variables that make the test's program move data.
const (
	childDir = "CONFAB_TEST_MIGRATE_DIR"
	childURL = "CONFAB_TEST_MIGRATE_URL"
)

func childOf() (dir, url string) { return os.Getenv(childDir), os.Getenv(childURL) }

// child moves dir to url and prints a line for each progress report.
func child(dir, url string) {
	_, err := migrate.Run(context.Background(), dir, url, migrate.Options{Chunk: 40, Progress: func(s migrate.Step, done, all int64) {
		fmt.Println(s, done, all)
	}})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// killed runs a child and kills it after a number of lines; it reports whether
// the child had finished before.
func killed(t *testing.T, dir, url string, after int) (done bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir, childURL+"="+url)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for n := 0; n < after && lines.Scan(); n++ {
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Log(err) // it has ended
	}
	for lines.Scan() { // what it had printed
	}
	return cmd.Wait() == nil
}

func TestAMoveThatIsKilledAgainAndAgainEndsTheSame(t *testing.T) {
	pg := service.SharedPostgres(t)
	dir := house(t, 400)
	want, url := pg.NewDatabase(t), pg.NewDatabase(t)
	run(t, dir, want)
	kills := 0
	// Some are killed during the check of the source, most after a chunk or two,
	// the last ones while they verify.
	for !killed(t, dir, url, 1+kills%5) {
		if kills++; kills > 200 {
			t.Fatal("it does not end")
		}
	}
	if kills < 8 {
		t.Errorf("it was killed only %d times", kills)
	}
	t.Logf("killed %d times", kills)
	if r := run(t, dir, url); !r.Already {
		t.Errorf("%+v", r)
	}
	one, other := examine(t, want), examine(t, url)
	if names(one) != "" || names(other) != "" {
		t.Errorf("after the move: %q, %q", one.Problems(), other.Problems())
	}
	a, b := one.Sums, other.Sums
	delete(a, contents.Settings) // contains the time of the move
	delete(b, contents.Settings)
	if d := a.Compare(b); len(d) > 0 {
		t.Errorf("differs from what was never killed: %+v", d)
	}
	for _, sql := range []string{`SELECT string_agg(person || top, ',' ORDER BY person) FROM inbox_tops`,
		`SELECT nextval(pg_get_serial_sequence('rooms', 'num'))::text`,
		`SELECT nextval(pg_get_serial_sequence('sessions', 'num'))::text`,
		`SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace`} {
		if a, b := query[string](t, want, sql), query[string](t, url, sql); a != b {
			t.Errorf("%s: %s, and %s where it was never killed", sql, b, a)
		}
	}
}
