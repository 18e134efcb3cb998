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

// checkDirectory refuses a data directory that everybody on this machine can
// change: its files are the server's alone, but could be exchanged for others,
// the signing keys first. One that a group can change, or others can look into,
// may be meant so, and is told. With PostgreSQL nothing is kept there.
// tell does that, once the server has what else it needs.
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
			continue // it is made, for the server alone
		}
		if err != nil {
			return nil, err
		}
		mode := info.Mode().Perm()
		switch {
		case mode&0o002 != 0:
			text := fmt.Sprintf("the data directory %s can be changed by everybody on this machine (mode %o); first run: chmod 700 %s", dir, mode, dir)
			return nil, startError{text, fs.ErrInvalid}
		case mode&0o077 != 0:
			told = append(told, func() {
				log.Warn("others on this machine can look into the data directory, or change it; better: chmod 700", "directory", dir, "mode", fmt.Sprintf("%o", mode))
			})
		}
	}
	return tell, nil
}
