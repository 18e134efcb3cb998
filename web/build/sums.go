package main

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"strings"
)

// sumsOfGoApp has the SHA-256 of each file of go-app that is copied, as sha256sum writes it. Go compares a
// module with go.sum only when it downloads it: later changes to its files on the disk of a build machine
// would otherwise reach everybody's browser.
//
//go:embed goapp.sum
var sumsOfGoApp string

// renewal is the command that makes the list for another version.
const renewal = "go mod verify && go test ./web/build -run TestTheSumsAreThoseOfGoApp -update"

// sums are the hashes of files, by name. The name of a file is that within go-app's pkg.
type sums map[string]string

// readSums reads a list such as sumsOfGoApp.
func readSums(list string) (sums, error) {
	known := sums{}
	for line := range strings.Lines(list) {
		hash, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if raw, err := hex.DecodeString(hash); !ok || err != nil || len(raw) != sha256.Size {
			return nil, fmt.Errorf("goapp.sum: no hash and name: %q", line)
		}
		known[name] = hash
	}
	return known, nil
}

// sumOf is the hash of a file as the list has it.
func sumOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// check returns an error if a file differs from the one in the list.
func (s sums) check(name string, content []byte) error {
	switch s[name] {
	case sumOf(content):
		return nil
	case "":
		return fmt.Errorf("%s is not in web/build/goapp.sum: if go-app's version or what is copied of it has changed, "+
			"look through the file and run: %s", name, renewal)
	}
	return fmt.Errorf("%s is not the file whose hash is in web/build/goapp.sum. If go-app's version has changed, look "+
		"at what is new in it and run: %s\nIf not, somebody changed the module cache: find out who, "+
		"then empty it with go clean -modcache", name, renewal)
}
