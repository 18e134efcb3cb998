package keys

import (
	"context"
	"errors"
	"fmt"

	"github.com/confab/confab/server/store"
)

// settings is a Vault in the settings of a store, which several nodes may
// share.
type settings struct{ store store.Store }

// InStore returns the Vault in a store's settings.
func InStore(st store.Store) Vault { return settings{st} }

// Place implements Vault.
func (s settings) Place() string { return "in the database" }

// Read implements Vault.
func (s settings) Read(ctx context.Context) (kept []byte, err error) {
	err = s.store.View(ctx, func(tx store.Tx) error {
		kept, err = get(tx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the signing keys: %w", err)
	}
	return kept, nil
}

// Replace implements Vault.
func (s settings) Replace(ctx context.Context, fn func(old []byte) ([]byte, error)) error {
	err := s.store.Update(ctx, func(tx store.Tx) error {
		old, err := get(tx)
		if err != nil {
			return err
		}
		to, err := fn(old)
		if err != nil || to == nil {
			return err
		}
		return tx.Settings().Set(store.SettingSigningKeys, string(to))
	})
	if err != nil {
		return fmt.Errorf("keep the signing keys: %w", err)
	}
	return nil
}

func get(tx store.Tx) ([]byte, error) {
	value, err := tx.Settings().Get(store.SettingSigningKeys)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return []byte(value), err
}
