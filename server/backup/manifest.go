package backup

import (
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"time"
)

// The entries of an archive.
const (
	databaseEntry = "confab.db"
	keysEntry     = "keys/signing.json"
	manifestEntry = "manifest.json"
	filesEntry    = "files/" // and what is in that directory: files/ab/ab...
)

// format is the version of the archive's form.
const format = 1

// ErrDamaged means that an archive is incomplete or damaged, or not a backup of
// Confab. Errors of Read wrap it.
var ErrDamaged = errors.New("not a whole backup of Confab")

// Manifest lists the content of an archive.
type Manifest struct {
	Format  int       `json:"format"`
	Version string    `json:"version"` // of the program that made it
	Began   time.Time `json:"began"`   // everything acknowledged before is in it
	Files   []File    `json:"files"`
}

// File is one entry.
type File struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
}

// sum returns the File of an entry that was read or written.
func sum(name string, size int64, h hash.Hash) File {
	return File{Name: name, Size: size, SHA256: hex.EncodeToString(h.Sum(nil))}
}

// agrees returns an error if what was read differs from the manifest.
func (m Manifest) agrees(read []File) error {
	if m.Format > format {
		return fmt.Errorf("%w: a newer version of Confab made it (%s)", ErrDamaged, m.Version)
	}
	if m.Format < 1 || len(m.Files) != len(read) || len(read) == 0 || read[0].Name != databaseEntry {
		return fmt.Errorf("%w: it does not hold what it says", ErrDamaged)
	}
	for i, f := range m.Files {
		if f != read[i] {
			return fmt.Errorf("%w: %s differs from what was put into it", ErrDamaged, read[i].Name)
		}
	}
	return nil
}
