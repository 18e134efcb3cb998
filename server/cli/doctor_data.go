package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/server/certs"
	"github.com/confab/confab/server/files"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/checkup"
	"github.com/confab/confab/server/store/contents"
	"github.com/confab/confab/server/store/postgres"
	"github.com/confab/confab/server/store/sqlite"
)

// secret are the files of a data directory that only the server's user may read,
// as paths in it.
var secret = []string{sqlite.FileName, sqlite.FileName + "-wal", sqlite.FileName + "-shm", "confab.lock", "admin.sock",
	"keys", filepath.Join("keys", "signing.json"), certs.Dir}

// size is how much data there is, with two checksums. Talk can be compared with
// that of a restored backup, All with that of a migrated database.
type size struct {
	Rows   int64  `json:"rows"`
	Events int64  `json:"events"`
	Rooms  int    `json:"rooms"`
	People int64  `json:"people"`
	Talk   string `json:"talk"`
	All    string `json:"all"`
}

const (
	// logMost is the largest normal size of the write-ahead log, in bytes. A
	// server keeps it at a sixteenth of that; it grows for a while when a reader
	// takes long.
	logMost = 256 << 20
	// roomLeast is how much space should be free on the disk, in bytes.
	roomLeast = 256 << 20
	// looks is how often checking a directory is retried because a server started
	// or stopped meanwhile.
	looks = 3
)

// lookAt checks the data directory dir, whether a server runs on it or not.
func (d *diagnosis) lookAt(ctx context.Context, dir string, progress func(done, all int64)) error {
	d.check("directory", "only this user can access the data directory", private(dir))
	if err := d.lookAtFiles(dir); err != nil {
		return err
	}
	var err error
	for range looks {
		if err = d.lookOnce(ctx, dir, progress); !errors.Is(err, sqlite.ErrMoved) {
			return err
		}
	}
	return err
}

// lookAtFiles checks the files in the directory, apart from the database's
// content.
func (d *diagnosis) lookAtFiles(dir string) error {
	open := checkup.Finding{Name: "permissions", What: "only this user can read its files"}
	for _, name := range secret {
		path := filepath.Join(dir, name)
		info, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue // a running server creates and removes files
		}
		if err != nil {
			return err
		}
		if mode := info.Mode().Perm(); mode&0o077 != 0 {
			open.Add("the mode of %s is %o; chmod go= %s", path, mode, path)
		}
	}
	d.Checks = append(d.Checks, open)
	free, err := files.Free(dir)
	if err != nil {
		return err
	}
	var full error
	if free < roomLeast {
		full = fmt.Errorf("%d MB are free", free>>20)
	}
	d.check("disk", "there is space on the disk", full)
	return nil
}

// lookOnce checks the database and the keys. If it returns sqlite.ErrMoved,
// nothing was recorded and the caller tries again.
func (d *diagnosis) lookOnce(ctx context.Context, dir string, progress func(done, all int64)) error {
	s, err := sqlite.OpenReadOnly(ctx, dir)
	if err != nil {
		return err
	}
	_, log, err := s.Size()
	if err != nil {
		return errors.Join(err, s.Close())
	}
	report, err := s.Examine(ctx, progress)
	if err := errors.Join(err, s.Close()); err != nil {
		return err
	}
	content, damage := keys.Look(filepath.Join(dir, "keys"))
	d.lookAtKeys(content, damage, report)
	var long error
	if log > logMost {
		long = fmt.Errorf("it is %d MB: something keeps it from being written back to the database", log>>20)
	}
	d.check("log", "the write-ahead log is short", long)
	d.take(report)
	return nil
}

// lookAtPostgres checks the database at url.
func (d *diagnosis) lookAtPostgres(ctx context.Context, url string, progress func(done, all int64)) error {
	s, err := postgres.OpenReadOnly(ctx, url)
	if err != nil {
		return err
	}
	kept, err := contents.Setting(ctx, s, store.SettingSigningKeys)
	if err != nil {
		return errors.Join(err, s.Close())
	}
	report, err := s.Examine(ctx, progress)
	if err := errors.Join(err, s.Close()); err != nil {
		return err
	}
	var damage error
	if kept != "" {
		damage = keys.Valid([]byte(kept), "in the database")
	}
	d.lookAtKeys([]byte(kept), damage, report)
	d.take(report)
	return nil
}

// lookAtKeys reports signing keys that are damaged, or that are missing although
// sessions exist.
func (d *diagnosis) lookAtKeys(content []byte, err error, report *checkup.Report) {
	if n := report.Sums.Table(contents.Sessions).Rows; err == nil && len(content) == 0 && n > 0 {
		err = fmt.Errorf("they are missing, and there are %d sessions: everybody will have to sign in again", n)
	}
	d.check("keys", "the signing keys exist and are valid", err)
}

// take adds what the check of a database found.
func (d *diagnosis) take(r *checkup.Report) {
	d.Checks = append(d.Checks, r.Findings...)
	d.background, d.used = backgroundOf(r.Work, time.Now()), r.Blobs
	all := r.Sums.All()
	d.size = &size{Rows: all.Rows, Events: r.Sums.Table(contents.Events).Rows, Rooms: len(r.Sums[contents.Rooms]),
		People: r.Sums.Table(contents.Users).Rows, Talk: r.Sums.Talk().Hash(), All: all.Hash()}
}

// private returns an error if other users can access the data directory. A
// missing directory passes: the server creates it with the right mode.
func private(dir string) error {
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is not a directory", dir)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return fmt.Errorf("its mode is %o; chmod 700 %s", mode, strings.TrimSuffix(dir, "/"))
	}
	return nil
}
