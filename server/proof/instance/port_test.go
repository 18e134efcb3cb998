package instance_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"

	"github.com/confab/confab/server/proof/instance"
)

const (
	takers = 4
	each   = 250 // ports of a taker, more than a process takes at once
)

// Four processes take ports, none of which they use yet, and no port is given out twice
// while all four run.
func TestNoPortIsGivenOutTwice(t *testing.T) {
	if os.Getenv("PORTS_OF_A_CHILD") != "" {
		takesPorts(t)
		return
	}
	seen := map[string]bool{}
	for range takers {
		child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
		child.Env = append(os.Environ(), "PORTS_OF_A_CHILD=1")
		stays, in := child.StdinPipe()
		said, out := child.StdoutPipe()
		if err := child.Start(); err != nil || in != nil || out != nil {
			t.Fatal(err, in, out)
		}
		t.Cleanup(func() {
			if err := stays.Close(); err != nil {
				t.Error(err)
			}
			if err := child.Wait(); err != nil {
				t.Error(err)
			}
		})
		lines := bufio.NewScanner(said)
		for range each {
			if !lines.Scan() {
				t.Fatal("a process ended early", lines.Err())
			}
			if seen[lines.Text()] {
				t.Errorf("%s was given out twice", lines.Text())
			}
			seen[lines.Text()] = true
		}
	}
}

// takesPorts prints ports, and stays until its input ends.
func takesPorts(t *testing.T) {
	for range each {
		port, err := instance.FreePort()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println("port", port)
	}
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		t.Error(err)
	}
}
