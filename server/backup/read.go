package backup

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/confab/confab/server/durable"
	"github.com/confab/confab/server/store/sqlite"
)

// ErrOccupied means that the directory already has a server's data.
var ErrOccupied = errors.New("there is data already")

// maxManifest is the maximum size of a manifest, in bytes.
const maxManifest = 256 << 20

// Read restores the backup in in to the directory dir; it is on disk when Read
// returns. It returns ErrOccupied if dir has a database, store.ErrInUse if a
// server has dir open, and ErrDamaged if the backup is not whole; then it leaves
// nothing new in dir. The database appears last and at once: if the power fails
// meanwhile, there is no server in dir.
func Read(ctx context.Context, in io.Reader, dir string, now time.Time) (m Manifest, err error) {
	held, err := sqlite.Hold(dir)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, held.Close()) }()
	database := filepath.Join(dir, sqlite.FileName)
	if _, err := os.Lstat(database); err == nil {
		return m, ErrOccupied
	}
	temp, err := os.MkdirTemp(dir, ".restoring-*")
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	if m, err = unpack(ctx, in, temp); err != nil {
		return m, err
	}
	if err := sqlite.Restore(ctx, filepath.Join(temp, databaseEntry), now); err != nil {
		return m, err
	}
	if _, err := os.Lstat(filepath.Join(temp, databaseEntry) + "-wal"); err == nil {
		return m, errors.New("the restored database is not complete: what was changed last is still in its log") // a full disk
	}
	if err := place(temp, dir); err != nil {
		return m, err
	}
	return m, nil
}

// place moves the unpacked files to where a server expects them.
func place(temp, dir string) error {
	if _, err := os.Stat(filepath.Join(temp, "keys")); err == nil {
		if err := durable.SyncDir(filepath.Join(temp, "keys")); err != nil {
			return err
		}
		if err := os.Rename(filepath.Join(temp, "keys"), filepath.Join(dir, "keys")); err != nil {
			return fmt.Errorf("%w: %w", ErrOccupied, err)
		}
	}
	if err := placeBlobs(filepath.Join(temp, filesEntry), filepath.Join(dir, filesEntry)); err != nil {
		return err
	}
	if err := durable.SyncDir(dir); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(temp, databaseEntry), filepath.Join(dir, sqlite.FileName)); err != nil {
		return err
	}
	return durable.SyncDir(dir)
}

// placeBlobs moves the unpacked blobs, if there are any.
func placeBlobs(from, to string) error {
	dirs, err := os.ReadDir(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, d := range dirs {
		err = errors.Join(err, durable.SyncDir(filepath.Join(from, d.Name())))
	}
	if err = errors.Join(err, durable.SyncDir(from)); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return fmt.Errorf("%w: %w", ErrOccupied, err)
	}
	return nil
}

// unpack reads an archive into the directory temp and checks it.
func unpack(ctx context.Context, in io.Reader, temp string) (m Manifest, err error) {
	z, err := gzip.NewReader(bufio.NewReader(in))
	if err != nil {
		return m, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	r := tar.NewReader(z)
	var files []File
	for {
		head, err := r.Next()
		if err != nil { // io.EOF is an error too, because the manifest must come before the end
			return m, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		switch name := head.Name; {
		case name == databaseEntry, name == keysEntry, isBlob(name):
			f, err := extract(ctx, r, filepath.Join(temp, filepath.FromSlash(head.Name)), head)
			if err != nil {
				return m, err
			}
			files = append(files, f)
		case name == manifestEntry:
			if err := json.NewDecoder(io.LimitReader(r, maxManifest)).Decode(&m); err != nil {
				return m, fmt.Errorf("%w: %w", ErrDamaged, err)
			}
			// gzip's checksum of everything follows.
			if _, err := io.Copy(io.Discard, z); err != nil {
				return m, fmt.Errorf("%w: %w", ErrDamaged, err)
			}
			return m, m.agrees(files)
		default:
			return m, fmt.Errorf("%w: it holds %q", ErrDamaged, head.Name)
		}
	}
}

// extract writes one entry to the new file path. It is on disk when extract
// returns.
func extract(ctx context.Context, r io.Reader, path string, head *tar.Header) (_ File, err error) {
	if head.Typeflag != tar.TypeReg {
		return File{}, fmt.Errorf("%w: %s is no file", ErrDamaged, head.Name)
	}
	if err := durable.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return File{}, err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return File{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(f, h), &watched{Reader: doubted{r}, ctx: ctx, size: head.Size})
	if err != nil {
		return File{}, err
	}
	return sum(head.Name, n, h), f.Sync()
}

// doubted is a reader whose errors are those of the archive and not of the disk.
type doubted struct{ io.Reader }

func (r doubted) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err != nil && err != io.EOF { // an io.Reader's io.EOF is never wrapped
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return n, err
}
