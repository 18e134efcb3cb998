//go:build !js

package platform

import (
	"context"

	"github.com/confab/confab/app/engine"
)

// Store keeps records in a database of this browser.
type Store struct{}

// OpenStore opens the named database, or makes it.
func OpenStore(string) (*Store, error) { return nil, ErrNoBrowser }

// All returns the records whose key begins with prefix, keys rising.
func (s *Store) All(context.Context, string) ([]engine.Record, error) { return nil, ErrNoBrowser }

// Get returns the value of a key, or "" if there is none.
func (s *Store) Get(context.Context, string) (string, error) { return "", ErrNoBrowser }

// Keys returns the keys that begin with prefix.
func (s *Store) Keys(context.Context, string) ([]string, error) { return nil, ErrNoBrowser }

// PutFile keeps a file.
func (s *Store) PutFile(context.Context, string, File) error { return ErrNoBrowser }

// GetFile returns a file.
func (s *Store) GetFile(context.Context, string) (File, bool, error) {
	return File{}, false, ErrNoBrowser
}

// Write puts some records and deletes others, all or nothing.
func (s *Store) Write(context.Context, []engine.Record, []string) error { return ErrNoBrowser }

// Clear deletes everything.
func (s *Store) Clear(context.Context) error { return ErrNoBrowser }
