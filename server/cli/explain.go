package cli

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/confab/confab/server/store"
)

// explain says in a sentence why the data in dir cannot be used.
func explain(dir string, err error) error {
	switch {
	case errors.Is(err, store.ErrSchemaNewer):
		return fmt.Errorf("the data in %s was written by a newer version of Confab; nothing was changed", dir)
	case errors.Is(err, store.ErrInUse):
		return fmt.Errorf("the data in %s is in use: %w", dir, err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("the data in %s cannot be opened by this user: %w", dir, err)
	}
	return err
}
