package migrate

import (
	"path/filepath"

	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/server/store"
)

// keysDir is where a single server keeps its keys, in its data directory.
const keysDir = "keys"

// signingKeys returns the settings that the keys in the data directory dir
// become, none if there are none. It fails if they are damaged.
func signingKeys(dir string) (map[string]string, error) {
	content, err := keys.Look(filepath.Join(dir, keysDir))
	if err != nil || content == nil {
		return nil, err
	}
	return map[string]string{store.SettingSigningKeys: string(content)}, nil
}
