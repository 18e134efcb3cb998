package keys

import (
	"fmt"
	"os"
	"path/filepath"
)

// Look returns what the Vault InDir(dir) keeps, without touching it; nil if it
// keeps nothing. It fails if that is damaged.
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

// Valid reports what keeps content from being used as what a Vault keeps; place
// says where it was found, as Vault.Place does.
func Valid(content []byte, place string) error {
	_, err := decode(content, place)
	return err
}
