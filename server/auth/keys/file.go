package keys

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/confab/confab/server/durable"
)

// file is a Vault in a file of this machine, used by one server only.
type file struct {
	path string
	mu   sync.Mutex // held by Replace
}

// fileName is the name of the file in its directory.
const fileName = "signing.json"

// InDir returns the Vault in the file signing.json of dir. Replace creates dir if
// it does not exist; Read removes permissions that let others read the file.
func InDir(dir string) Vault { return &file{path: filepath.Join(dir, fileName)} }

// Place implements Vault.
func (f *file) Place() string { return "in " + f.path }

// Read implements Vault.
func (f *file) Read(context.Context) ([]byte, error) {
	content, err := os.ReadFile(f.path)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the signing keys: %w", err)
	}
	if err := os.Chmod(f.path, 0o600); err != nil {
		return nil, fmt.Errorf("keep the signing keys from others: %w", err)
	}
	if content == nil {
		content = []byte{} // an empty file is damaged, which is not the same as missing
	}
	return content, nil
}

// Replace implements Vault.
func (f *file) Replace(ctx context.Context, fn func(old []byte) ([]byte, error)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	old, err := f.Read(ctx)
	if err != nil {
		return err
	}
	content, err := fn(old)
	if err != nil || content == nil {
		return err
	}
	if err := durable.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
		return fmt.Errorf("make the directory of the signing keys: %w", err)
	}
	return save(f.path, content)
}

// save replaces the file at path as a whole, on disk when it returns.
func save(path string, content []byte) (err error) {
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
	return durable.SyncDir(dir)
}
