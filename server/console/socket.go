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

// maxSocketPath is what the shortest of the systems we run on takes
// (sockaddr_un.sun_path of macOS, less its NUL).
const maxSocketPath = 103

// ErrPath says that the data directory's name is too long for a socket in it.
var ErrPath = errors.New("console: the path is too long for a socket")

func socketPath(dir string) (string, error) {
	path := filepath.Join(dir, socketName)
	if len(path) <= maxSocketPath {
		return path, nil
	}
	// A shorter way to the same place may do.
	if here, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(here, path); err == nil && len(rel) <= maxSocketPath {
			return rel, nil
		}
	}
	return "", fmt.Errorf("%w: %s", ErrPath, path)
}

// Listen opens the console's socket in dir, for the server's own user only, and
// makes dir if it is not there. A socket that is there already and that nobody
// answers was left behind. Fails with ErrPath if dir is too deep, and with
// store.ErrInUse if another server answers there.
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
	// The directory is the owner's alone (0700), so nobody slips in before this.
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}
