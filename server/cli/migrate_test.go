package cli_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/confab/confab/server/proof/service"
)

func TestMigrate(t *testing.T) {
	pg := service.StartPostgres(t)
	dir, url := grown(t), pg.NewDatabase(t)
	migrate := func(from, to string) outcome { return run(t, "", "migrate", "--from", from, "--to", to) }

	migrate(filepath.Join(dir, "none"), url).want(t, 1, `^$`, `^confab: nothing was moved: there is no data in .*/none\n$`)
	migrate(dir, "postgres://confab@127.0.0.1:1/none").want(t, 2, `^$`, `^confab: .*cannot connect to PostgreSQL at 127.0.0.1:1`)
	run(t, "", "migrate", "--from", dir).want(t, 2, `^$`, `missing flags: --to=URL`)
	run(t, "", "doctor", "--postgres", url).want(t, 2, ``, `^confab: .*no server of this version has had this database yet\n$`)

	file := filepath.Join(tempDir(t), "address")
	if err := os.WriteFile(file, []byte(url+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "", "doctor", "--postgres-file", file).want(t, 2, ``, `^confab: .*no server of this version has had this database yet\n$`)
	run(t, "", "migrate", "--from", dir, "--to-file", filepath.Join(dir, "none")).want(t, 2, `^$`, `^confab: --to-file: open .*none`)
	migrate("sqlite:"+dir, url).want(t, 0, `(?s)^Moved 2 messages in 1 rooms, \d+ rows in all, .*read back.*confab serve --postgres`, `^$`)
	run(t, "", "migrate", "--from", dir, "--to-file", file).want(t, 0, `^Nothing to do: `, `^$`)
	if verdict, found := findings(t, run(t, "", "doctor", "--json", "--postgres", url)); verdict == "unseen" || found != "" {
		t.Errorf("%s: found %s", verdict, found)
	}

	spoil(t, dir, `UPDATE rooms SET members = 7`)
	migrate(dir, pg.NewDatabase(t)).want(t, 1, `^$`, `^confab: nothing was moved: the data has problems.*says it has 7 members and has 2`)
	other := grown(t)
	migrate(other, url).want(t, 1, `^$`, `^confab: nothing was moved: .*another workspace's data\n$`)
	serve(t, other, "--setup-code", "a-code-of-mine")
	migrate(other, pg.NewDatabase(t)).want(t, 1, `^$`, `^confab: nothing was moved: a server runs on .*; stop it first\n$`)
}
