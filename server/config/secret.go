package config

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// maxSecret is the maximum size of a file with a secret, in bytes.
const maxSecret = 4 << 10

// Secret returns value, or the content of file if one is named: passwords should
// not be on a command line, which every user of the machine can read. An error
// never contains the file's content. It returns ErrTwice if both are given.
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
		return "", fmt.Errorf("%s must hold exactly one line", file)
	}
	return secret, nil
}

// ErrTwice means that a secret was given both directly and in a file.
var ErrTwice = errors.New("give it either directly or in a file")

// readSecrets fills in the values that are given as files. If both are given, the
// error names the file's flag.
func (c *Config) readSecrets(bad func(flag, format string, args ...any)) {
	for _, s := range []struct {
		flag  string
		value *string
		file  string
	}{
		{"postgres-file", &c.Postgres, c.PostgresFile},
		{"redis-file", &c.Redis, c.RedisFile},
		{"smtp-file", &c.SMTP, c.SMTPFile},
		{"setup-code-file", &c.SetupCode, c.SetupCodeFile},
		{"files-key-file", &c.FilesKey, c.FilesKeyFile},
	} {
		value, err := Secret(*s.value, s.file)
		if err != nil {
			bad(s.flag, "%v", err)
			continue
		}
		*s.value = value
	}
	// They have been read; Check may be called again.
	c.PostgresFile, c.RedisFile, c.SMTPFile, c.SetupCodeFile, c.FilesKeyFile = "", "", "", "", ""
}
