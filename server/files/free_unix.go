//go:build linux || darwin || freebsd

package files

import "golang.org/x/sys/unix"

// Free returns how many bytes an unprivileged user may still write at path.
func Free(path string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(path, &s); err != nil {
		return 0, err
	}
	return uint64(s.Bavail) * uint64(s.Bsize), nil
}
