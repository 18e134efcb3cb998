package plain

import "github.com/confab/confab/server/store"

// inserted returns the error of an INSERT with ON CONFLICT DO NOTHING that was
// to write a row: store.ErrExists if there was one already.
func inserted(n int64, err error) error {
	if err == nil && n == 0 {
		return store.ErrExists
	}
	return err
}

// found returns the error of an UPDATE or DELETE of a row by its key:
// store.ErrNotFound if there was none.
func found(n int64, err error) error {
	if err == nil && n == 0 {
		return store.ErrNotFound
	}
	return err
}
