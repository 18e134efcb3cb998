package faults

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/proof/dose"
	"github.com/confab/confab/server/proof/workspace"
)

// A backup is made while 32 people write, and a server is made of it: whatever
// was acknowledged before the backup began is in it, in whole logs.
func TestFaultBackup(t *testing.T) {
	w := office(t)
	s := serve(t, w.Data, "--limits", "off")
	c := gathers(t, s.URL, w)
	stop := c.keepsWriting(w, (*member).writes)
	for range dose.Of(1, 10) {
		c.more(2000)
		c.isKept(t, w)
	}
	stop()
	verdict(t, s, w, c.rec)
}

// isKept makes a backup and a server of it, and looks for what had arrived.
func (c *crowd) isKept(t *testing.T, w *bench.Workspace) {
	t.Helper()
	dir := t.TempDir()
	file, data := filepath.Join(dir, "confab.backup"), filepath.Join(dir, "data")
	due := c.settled()
	if o := runs(t, nil, "backup", "--data", w.Data, file); o.code != 0 {
		t.Fatalf("the backup failed: %s", o.err)
	}
	runs(t, nil, "backup", "--data", w.Data, file).refuses(t, 1, "already exists", "was not changed")
	if o := runs(t, nil, "restore", "--data", data, file); o.code != 0 || !strings.Contains(o.out, data) {
		t.Fatalf("the backup cannot be restored: %s", o.err)
	}
	whole(t, data)
	rows, err := workspace.Rows(t.Context(), data, append([]string{w.Main}, w.Rooms...))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		delete(due, r.CID)
	}
	for cid, user := range due {
		t.Errorf("message %s of %s was acknowledged before the backup began and is not in it", cid, user)
	}
	t.Logf("%d messages in the backup", len(rows))
	starts(t, data)
	runs(t, nil, "restore", "--data", data, file).refuses(t, 1, "already")
}

// settled are the messages that are known to be in the log, with who wrote them.
func (c *crowd) settled() map[string]string {
	all := map[string]string{}
	for _, m := range c.members {
		m.mu.Lock()
		for cid := range m.wrote {
			if m.open[cid] == nil {
				all[cid] = m.user
			}
		}
		m.mu.Unlock()
	}
	return all
}

// starts checks that a server can run on data.
func starts(t *testing.T, data string) {
	t.Helper()
	s := serve(t, data)
	if err := s.Stop(); err != nil {
		t.Errorf("the restored server ended with %v", err)
	}
}

// A backup through a pipe is what it is in a file, and one that was cut short
// says so.
func TestABackupGoesThroughAPipe(t *testing.T) {
	w := prepare(t, 2, 1, 2)
	o := runs(t, nil, "backup", "--data", w.Data, "-")
	if o.code != 0 || len(o.out) == 0 {
		t.Fatalf("exit code %d, %d bytes: %s", o.code, len(o.out), o.err)
	}
	through := func(text string) func(*exec.Cmd) {
		return func(cmd *exec.Cmd) { cmd.Stdin = strings.NewReader(text) }
	}
	data := filepath.Join(t.TempDir(), "data")
	runs(t, through(o.out[:len(o.out)/2]), "restore", "--data", data, "-").refuses(t, 1, "cannot be restored", "not a whole backup")
	if left, err := os.ReadDir(data); err != nil || len(left) > 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if o := runs(t, through(o.out), "restore", "--data", data, "-"); o.code != 0 {
		t.Fatalf("the restore failed: %s", o.err)
	}
	whole(t, data)
}
