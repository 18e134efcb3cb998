package migrate

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/server/store"
)

// keysDir is where a single server keeps its keys, in its data directory.
const keysDir = "keys"

// signingKeys returns the settings that the keys in the data directory dir
// become, none if there are none. It fails if they are damaged.
func signingKeys(ctx context.Context, dir string) (map[string]string, error) {
	from := keys.InDir(filepath.Join(dir, keysDir))
	content, err := from.Read(ctx)
	if err != nil || content == nil {
		return nil, err
	}
	if _, err := keys.New(ctx, given{content, from.Place()}, keys.Options{}); err != nil {
		return nil, err
	}
	return map[string]string{store.SettingSigningKeys: string(content)}, nil
}

// given is a Vault that is only looked into.
type given struct {
	content []byte
	place   string
}

// Read implements keys.Vault.
func (g given) Read(context.Context) ([]byte, error) { return g.content, nil }

// Replace implements keys.Vault.
func (g given) Replace(context.Context, func([]byte) ([]byte, error)) error {
	return fmt.Errorf("the keys %s are being moved: %w", g.place, errors.ErrUnsupported)
}

// Place implements keys.Vault.
func (g given) Place() string { return g.place }
