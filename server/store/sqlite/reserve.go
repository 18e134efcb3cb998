package sqlite

import (
	"errors"
	"os"
)

// reserve writes zeros behind the end of the file path, which is there, until
// it has size bytes. Nobody else may make it longer meanwhile. If that fails,
// as on a full disk, the file is as long as it was.
func reserve(path string, size int64) (err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Truncate(info.Size()))
		}
	}()
	zeros := make([]byte, 256<<10)
	for at := info.Size(); at < size; {
		n, err := f.WriteAt(zeros[:min(int64(len(zeros)), size-at)], at)
		if err != nil {
			return err
		}
		at += int64(n)
	}
	return f.Sync()
}
