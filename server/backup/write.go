package backup

import (
	"archive/tar"
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
	"strings"
	"time"

	"github.com/confab/confab/server/files"
	"github.com/confab/confab/server/store/sqlite"
)

// Options are further parameters of Write.
type Options struct {
	Version string                 // of the program
	Temp    string                 // a directory with space for the database; "": the system's
	Now     func() time.Time       // nil: time.Now
	Reports func(done, size int64) // called as the archive grows; bytes before compression. nil: not called
}

// Write writes a backup of the data directory dir to out. It returns
// fs.ErrNotExist if there is no database in dir.
func Write(ctx context.Context, dir string, out io.Writer, o Options) (m Manifest, err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	m = Manifest{Format: format, Version: o.Version, Began: o.Now().UTC()}
	temp, err := os.MkdirTemp(o.Temp, ".confab-backup-*")
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	copied := filepath.Join(temp, databaseEntry)
	if err := sqlite.Snapshot(ctx, dir, copied); err != nil {
		return m, err
	}
	z, err := gzip.NewWriterLevel(out, gzip.BestSpeed)
	if err != nil {
		return m, err
	}
	w := &writer{tar: tar.NewWriter(z), ctx: ctx, reports: o.Reports, at: m.Began}
	if err := w.file(databaseEntry, copied); err != nil {
		return m, err
	}
	if err := w.file(keysEntry, filepath.Join(dir, filepath.FromSlash(keysEntry))); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return m, err
	}
	if err := w.blobs(filepath.Join(dir, filepath.FromSlash(filesEntry))); err != nil {
		return m, err
	}
	m.Files = w.files
	if err := w.manifest(m); err != nil {
		return m, err
	}
	return m, errors.Join(w.tar.Close(), z.Close())
}

// writer writes an archive.
type writer struct {
	tar     *tar.Writer
	ctx     context.Context
	reports func(done, size int64)
	at      time.Time
	files   []File
}

// file adds the file at path. If there is none it adds nothing and returns
// fs.ErrNotExist.
func (w *writer) file(name, path string) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := w.tar.WriteHeader(w.header(name, info.Size())); err != nil {
		return err
	}
	h := sha256.New()
	from := &watched{Reader: f, ctx: w.ctx, size: info.Size(), reports: w.reports}
	n, err := io.Copy(io.MultiWriter(w.tar, h), from)
	if err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	w.files = append(w.files, sum(name, n, h))
	return nil
}

// blobs adds the blobs in a directory, which need not exist.
func (w *writer) blobs(dir string) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // deleted meanwhile
		case err != nil:
			return err
		case !e.Type().IsRegular() || !isBlob(filesEntry+filepath.Base(filepath.Dir(path))+"/"+e.Name()):
			return nil
		}
		err = w.file(filesEntry+e.Name()[:2]+"/"+e.Name(), path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
}

// isBlob reports whether an entry of an archive is a blob.
func isBlob(entry string) bool {
	name, ok := strings.CutPrefix(entry, filesEntry)
	dir, name, _ := strings.Cut(name, "/")
	return ok && files.IsName(name) && dir == name[:2]
}

func (w *writer) manifest(m Manifest) error {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := w.tar.WriteHeader(w.header(manifestEntry, int64(len(text)))); err != nil {
		return err
	}
	_, err = w.tar.Write(text)
	return err
}

func (w *writer) header(name string, size int64) *tar.Header {
	return &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: w.at, Format: tar.FormatPAX}
}

// watched is a reader that ends with ctx and reports its progress.
type watched struct {
	io.Reader
	ctx        context.Context
	done, size int64
	reports    func(done, size int64)
}

func (r *watched) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.Reader.Read(p)
	r.done += int64(n)
	if r.reports != nil {
		r.reports(r.done, r.size)
	}
	return n, err
}
