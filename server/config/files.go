package config

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/confab/confab/shared/limits"
)

// Bytes is a size. It is written with a unit (25MB, 1.5GB, 512MiB), or as a number of bytes.
type Bytes int64

// Sizes for defaults.
const (
	megabyte Bytes = 1e6
	gigabyte Bytes = 1e9
)

// units are the units of sizes, longer ones before their endings.
var units = []struct {
	name string
	of   float64
}{
	{"kib", 1 << 10}, {"mib", 1 << 20}, {"gib", 1 << 30}, {"tib", 1 << 40},
	{"kb", 1e3}, {"mb", 1e6}, {"gb", 1e9}, {"tb", 1e12}, {"b", 1}, {"", 1},
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (b *Bytes) UnmarshalText(given []byte) error {
	s := strings.ToLower(strings.ReplaceAll(string(given), " ", ""))
	for _, unit := range units {
		figure, ok := strings.CutSuffix(s, unit.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseFloat(figure, 64)
		if err != nil || !(n >= 0) || n*unit.of >= 1<<62 || strings.ContainsAny(figure, "einxp_") {
			break
		}
		*b = Bytes(n * unit.of)
		return nil
	}
	return fmt.Errorf("%q is not a size such as 25MB or 10GB", given)
}

// filesDir is where files are by default, within the data directory.
const filesDir = "files"

// FilesAddress returns where files are kept; "": nowhere, because several servers share
// a database, and no place was named that all of them reach.
func (c *Config) FilesAddress() string {
	switch {
	case c.Files != "":
		return c.Files
	case c.Postgres != "" && c.Redis != "":
		return ""
	}
	return filepath.Join(c.Data, filesDir)
}

// FilesKeys returns what opens the bucket of files; empty: the environment says it.
func (c *Config) FilesKeys() (access, secret string) {
	access, secret, _ = strings.Cut(c.FilesKey, ":")
	return access, secret
}

func (c *Config) checkFiles(bad func(flag, format string, args ...any)) {
	if c.FileLimit < 1 || c.FileLimit > limits.FileMax {
		bad("file-limit", "must be between 1 byte and %d GiB", limits.FileMax>>30)
	}
	if c.FileQuota < c.FileLimit {
		bad("file-quota", "must not be less than --file-limit")
	}
	if c.FilesQuota < c.FileQuota {
		bad("files-quota", "must not be less than --file-quota")
	}
	if access, secret := c.FilesKeys(); c.FilesKey != "" && (access == "" || secret == "") {
		bad("files-key-file", "must hold the access key, a colon and the secret key")
	}
}
