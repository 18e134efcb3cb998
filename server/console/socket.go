package console

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"

	"github.com/confab/confab/server/store"
)

// socketName is the socket's name in the data directory.
const socketName = "admin.sock"

// maxSocketPath is the shortest limit of the supported systems
// (sockaddr_un.sun_path of macOS, without its NUL).
const maxSocketPath = 103

// ErrPath means that the data directory's name is too long for a socket in it.
var ErrPath = errors.New("console: the path is too long for a socket")

func socketPath(dir string) (string, error) {
	path := filepath.Join(dir, socketName)
	if len(path) <= maxSocketPath {
		return path, nil
	}
	// A relative path to the same directory may be short enough.
	if here, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(here, path); err == nil && len(rel) <= maxSocketPath {
			return rel, nil
		}
	}
	return "", fmt.Errorf("%w: %s", ErrPath, path)
}

// Listen opens the console's socket in dir, for the server's own user only, and
// creates dir if it does not exist. It replaces a socket that nobody answers,
// which an earlier server left behind. It fails with ErrPath if dir's path is too
// long, and with store.ErrInUse if another server answers.
func Listen(dir string) (net.Listener, error) {
	path, err := socketPath(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if other, err := net.Dial("unix", path); err == nil {
		return nil, errors.Join(store.ErrInUse, other.Close())
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	// Only the owner can access the directory (0700), so nobody can connect
	// before this.
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}
