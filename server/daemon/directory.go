package daemon

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/confab/confab/server/certs"
	"github.com/confab/confab/server/config"
)

// checkDirectory refuses a data directory that every user of the machine can
// write to: the server's files, such as the signing keys, could be replaced. A
// directory that a group can write to, or that others can read, may be intended,
// so it only causes a warning. tell logs that warning, once the server has
// everything else it needs. With PostgreSQL nothing is stored in the directory.
func checkDirectory(cfg config.Config, log *slog.Logger) (tell func(), err error) {
	var told []func()
	tell = func() {
		for _, f := range told {
			f()
		}
	}
	if cfg.Postgres != "" {
		return tell, nil
	}
	for _, dir := range []string{cfg.Data, filepath.Join(cfg.Data, "keys"), filepath.Join(cfg.Data, certs.Dir)} {
		info, err := os.Stat(dir)
		if errors.Is(err, fs.ErrNotExist) {
			continue // it is created with access for the server alone
		}
		if err != nil {
			return nil, err
		}
		mode := info.Mode().Perm()
		switch {
		case mode&0o002 != 0:
			text := fmt.Sprintf("the data directory %s can be changed by everybody on this machine (mode %o); first run: chmod 700 %s", dir,
				mode, dir)
			return nil, startError{text, fs.ErrInvalid}
		case mode&0o077 != 0:
			told = append(told, func() {
				log.Warn("others on this machine can look into the data directory, or change it; better: chmod 700", "directory", dir,
					"mode", fmt.Sprintf("%o", mode))
			})
		}
	}
	return tell, nil
}
