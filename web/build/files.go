package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// write writes a file in one step, so that a build that runs at the same time never reads half of it. It
// does not touch a file that has the content already, because Go's build cache decides by a file's age
// whether to read it.
func write(path string, content []byte) error {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, content) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	// Not beside the file, because everything in web/dist is embedded, finished or not.
	const unfinished = "bin/build"
	if err := os.MkdirAll(unfinished, 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(unfinished, "new-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // fails once it has been renamed, as it should
	if _, err := file.Write(content); err != nil {
		file.Close()
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := os.Chmod(file.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// goTool runs the go command and returns its output. The error contains what it wrote to stderr.
func goTool(env []string, args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), env...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s%s", strings.Join(args, " "), err, out, complaint.Bytes())
	}
	return out, nil
}
