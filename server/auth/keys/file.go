package keys

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// check reports what keeps a file from being used.
func (f file) check() error {
	count := map[string]int{}
	seen := map[string]bool{}
	for _, k := range f.Keys {
		count[k.State]++
		if len(k.Seed) != ed25519.SeedSize || k.ID == "" || seen[k.ID] {
			return errors.New("a key is incomplete or there twice")
		}
		seen[k.ID] = true
	}
	if count[Active] != 1 || count[Next] != 1 || count[Retired] != len(f.Keys)-2 {
		return errors.New("there must be one active and one next key")
	}
	if len(f.Chain) < 32 {
		return errors.New("the key of the refresh tokens is missing")
	}
	return nil
}

// save replaces the file at path as a whole, on disk when it returns.
func (f file) save(path string) (err error) {
	content, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the signing keys: %w", err)
	}
	dir := filepath.Dir(path)
	temp, err := os.CreateTemp(dir, ".signing-*") // CreateTemp opens with 0600
	if err != nil {
		return fmt.Errorf("write the signing keys: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("write the signing keys: %w", err), os.Remove(temp.Name()))
		}
	}()
	if _, err = temp.Write(content); err == nil {
		err = temp.Sync()
	}
	if err = errors.Join(err, temp.Close()); err != nil {
		return err
	}
	if err = os.Rename(temp.Name(), path); err != nil {
		return err
	}
	return syncDir(dir)
}

// syncDir makes a rename in dir last through a power cut. Windows does so by
// itself and cannot open a directory for it.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("open the directory of the signing keys: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}
