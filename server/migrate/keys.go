package migrate

import (
	"path/filepath"

	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/server/store"
)

// keysDir is the directory of the keys of a single server, in its data directory.
const keysDir = "keys"

// signingKeys returns the keys in the data directory dir as settings of the new
// store, none if there are none. It fails if they are damaged.
func signingKeys(dir string) (map[string]string, error) {
	content, err := keys.Look(filepath.Join(dir, keysDir))
	if err != nil || content == nil {
		return nil, err
	}
	return map[string]string{store.SettingSigningKeys: string(content)}, nil
}
