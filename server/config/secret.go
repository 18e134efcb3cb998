package config

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// maxSecret is how long a file with a secret may be, in bytes.
const maxSecret = 4 << 10

// Secret returns value, or what the file holds if one is named: passwords do not
// belong on a command line, which everybody on the machine can read. An error
// never repeats what the file holds. ErrTwice if both are given.
func Secret(value, file string) (string, error) {
	if file == "" {
		return value, nil
	}
	if value != "" {
		return "", ErrTwice
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	secret := strings.TrimSpace(string(text))
	if secret == "" || len(secret) > maxSecret || strings.ContainsAny(secret, "\r\n\x00") {
		return "", fmt.Errorf("%s must hold one line and nothing else", file)
	}
	return secret, nil
}

// ErrTwice is a secret given both as itself and in a file.
var ErrTwice = errors.New("give it either directly or in a file")

// readSecrets fills in what files hold. With both, an error names the file's flag.
func (c *Config) readSecrets(bad func(flag, format string, args ...any)) {
	for _, s := range []struct {
		flag  string
		value *string
		file  string
	}{
		{"postgres-file", &c.Postgres, c.PostgresFile},
		{"redis-file", &c.Redis, c.RedisFile},
		{"setup-code-file", &c.SetupCode, c.SetupCodeFile},
	} {
		value, err := Secret(*s.value, s.file)
		if err != nil {
			bad(s.flag, "%v", err)
			continue
		}
		*s.value = value
	}
	c.PostgresFile, c.RedisFile, c.SetupCodeFile = "", "", "" // read: Check may be called again
}
