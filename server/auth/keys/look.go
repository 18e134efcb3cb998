package keys

import (
	"fmt"
	"os"
	"path/filepath"
)

// Look returns the content of the Vault InDir(dir) without changing it; nil if it
// is empty. It fails if the content is damaged.
func Look(dir string) ([]byte, error) {
	path := filepath.Join(dir, fileName)
	content, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the signing keys: %w", err)
	}
	return content, Valid(content, "in "+path)
}

// Valid returns an error if content cannot be the content of a Vault. place says
// where it was found, as Vault.Place does.
func Valid(content []byte, place string) error {
	_, err := decode(content, place)
	return err
}
