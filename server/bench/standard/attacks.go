package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/confab/confab/server/bench"
)

// verdict is what a story of an attack prints of honest people (package attack).
var verdict = regexp.MustCompile(`p99 from send to delivery: (\S+) quiet, (\S+) attacked beside (\S+) left alone, ` +
	`good in (\d+) windows of (\d+); signed in (\d+), refused (\d+); memory (\S+ MB); log (\d+) bytes`)

// attacks tells how honest people fare, and what the server uses, while it is
// attacked. The stories judge that themselves; one that fails ends the run.
func attacks(s *set, ctx context.Context) error {
	said, err := stories(ctx, s.bin)
	if err != nil {
		return err
	}
	rows := endured(said)
	if len(rows) == 0 {
		return errors.New("no story of an attack says how honest people fared")
	}
	s.printf("## Under attack\n\nThe stories of `server/e2e/attack`, short dose, on all cores. Milliseconds from send to delivery " +
		"are the p99 of a\n" +
		"second's messages of two honest people: before, in the best second of the attack, and in that second on a server\n" +
		"beside that nobody attacks. Memory is what the server grew by at the worst moment.\n\n")
	if err := bench.Table(&s.text, []string{"Attack", "before", "attacked", "beside", "signed in / refused", "memory", "log"},
		rows); err != nil {
		return err
	}
	s.printf("\n")
	return nil
}

// stories has the stories told, and returns what go test says of them as JSON.
func stories(ctx context.Context, bin string) ([]byte, error) {
	c := exec.CommandContext(ctx, "go", "test", "-json", "-count=1", "-run", "^TestAttack", "./server/e2e/attack")
	c.Dir, c.Stderr = filepath.Dir(filepath.Dir(bin)), os.Stderr
	said, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("the stories of attacks: %w\n%s", err, said)
	}
	return said, nil
}

// endured makes a row of each story whose verdict is in what go test says.
func endured(said []byte) (rows [][]string) {
	for d := json.NewDecoder(bytes.NewReader(said)); ; {
		var event struct{ Test, Output string }
		if err := d.Decode(&event); errors.Is(err, io.EOF) {
			return rows
		} else if err != nil {
			return nil
		}
		if m := verdict.FindStringSubmatch(event.Output); m != nil {
			rows = append(rows, []string{strings.TrimPrefix(event.Test, "TestAttack"), m[1], m[2], m[3], m[6] + " / " + m[7], m[8],
				m[9] + " bytes"})
		}
	}
}
