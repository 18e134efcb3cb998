package sqlite

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// childDir is the environment variable that makes the test binary a writer in
// the directory it names.
const childDir = "CONFAB_TEST_WRITER"

// child writes messages from many goroutines and prints the cid and seq of each
// one that was acknowledged, until it is killed.
func child(dir string) {
	s, err := Open(context.Background(), dir, Options{})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	pid := os.Getpid()
	for n := range 32 {
		go func() {
			for i := 0; ; i++ {
				e := wire.Event{Room: "kitchen", Event: "e", Author: "ada", CID: fmt.Sprintf("%d-%d-%d", pid, n, i),
					Kind: wire.KindMessage, Body: "x"}
				var kept wire.Event
				if err := s.Update(context.Background(), func(tx store.Tx) error {
					kept = e
					return tx.Events().Append(&kept)
				}); err != nil {
					fmt.Println("error", err)
					os.Exit(1)
				}
				// One write a line: a line is never cut by another.
				fmt.Fprintf(os.Stdout, "%s %d\n", kept.CID, kept.Seq)
			}
		}()
	}
	select {}
}

func TestWhatWasAcknowledgedSurvivesAKill(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir, Options{})
	kitchen(t, s)
	shut(t, s)
	acked := map[string]int64{}
	for round := range 5 {
		before := len(acked)
		killWriter(t, dir, acked, 200+100*round)
		s := openAt(t, dir, Options{})
		if found := problems(t, s); len(found) > 0 {
			t.Fatalf("round %d: %q", round, found)
		}
		if err := s.View(context.Background(), func(tx store.Tx) error {
			for cid, seq := range acked {
				e, err := tx.Events().ByCID("kitchen", "ada", cid)
				if err != nil || e.Seq != seq {
					t.Errorf("round %d: message %s, acknowledged as %d, is at %d (%v)", round, cid, seq, e.Seq, err)
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		shut(t, s)
		t.Logf("round %d: %d acknowledged before the kill", round, len(acked)-before)
	}
}

// killWriter runs a child, kills it after so many acknowledgements, and adds
// them to acked, with those that were still on their way.
func killWriter(t *testing.T, dir string, acked map[string]int64, after int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ {
		var cid string
		var seq int64
		if _, err := fmt.Sscan(lines.Text(), &cid, &seq); err != nil {
			t.Errorf("the writer says %q", lines.Text())
		}
		acked[cid] = seq
		if n == after {
			if err := cmd.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	if err := cmd.Wait(); err == nil {
		t.Error("the writer ended by itself")
	}
}
