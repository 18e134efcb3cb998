package daemon

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/confab/confab/server/config"
	"github.com/confab/confab/server/store"
)

// listenError is an address that the server cannot listen on.
type listenError struct {
	flag, address string
	err           error
}

// Error implements error.
func (e listenError) Error() string {
	switch {
	case errors.Is(e.err, syscall.EADDRINUSE):
		return fmt.Sprintf("the address %s is in use by another program; choose another one with %s", e.address, e.flag)
	case errors.Is(e.err, fs.ErrPermission):
		return fmt.Sprintf("this user may not listen on %s; choose a port above 1023 with %s, and forward the other one to it, "+
			"or give the program the right (AmbientCapabilities=CAP_NET_BIND_SERVICE of systemd)", e.address, e.flag)
	}
	return fmt.Sprintf("cannot listen on %s (%s): %v", e.address, e.flag, e.err)
}

// Unwrap returns the reason.
func (e listenError) Unwrap() error { return e.err }

// startError says why a server does not start, in a sentence for people.
type startError struct {
	text string
	err  error
}

// Error implements error.
func (e startError) Error() string { return e.text }

// Unwrap returns the reason, for the log and for tests.
func (e startError) Unwrap() error { return e.err }

// plain turns an error of starting a server into one sentence.
func plain(cfg config.Config, err error) error {
	var listen listenError
	var backing backingError
	var https httpsError
	var said startError
	say := func(format string, args ...any) error { return startError{fmt.Sprintf(format, args...), err} }
	switch {
	case errors.As(err, &listen):
		return listen
	case errors.As(err, &https):
		return https
	case errors.As(err, &said):
		return said
	case errors.As(err, &backing) && errors.Is(err, store.ErrSchemaNewer):
		return say("the PostgreSQL database was written by a newer version of Confab; nothing was changed")
	case errors.As(err, &backing):
		return backing
	case errors.Is(err, store.ErrInUse):
		return say("the data directory %s is in use by another Confab server", cfg.Data)
	case errors.Is(err, store.ErrSchemaNewer):
		return say("the data in %s was written by a newer version of Confab; nothing was changed", cfg.Data)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return say("the data directory %s cannot be written: choose another one with --data, or give this user the right", cfg.Data)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, store.ErrFull):
		return say("the disk with the data directory %s is full", cfg.Data)
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, fs.ErrExist):
		return say("%s is not a directory; choose another one with --data", cfg.Data)
	}
	return fmt.Errorf("cannot start: %w", err)
}
