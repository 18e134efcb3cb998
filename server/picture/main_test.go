package picture

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"strconv"
	"testing"
	"time"
)

// TestMain runs the tests, or what a Worker of theirs starts: this program once more, as one that
// does what is to be done or one that does something else.
func TestMain(m *testing.M) {
	if len(os.Args) < 2 || roles[os.Args[1]] == nil {
		os.Exit(m.Run())
	}
	if err := roles[os.Args[1]](); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// roles are what this program does in place of the tests.
var roles = map[string]func() error{
	"serve": func() error { return serve(os.Stdin) },
	"hang": func() error { // as a decoder that does not end
		if err := confined(); err != nil {
			return err
		}
		for n := uint64(0); ; n++ {
			if n+1 < n {
				return errors.New("this takes five hundred years")
			}
		}
	},
	"wait": func() error { // as one that waits for nothing
		<-time.After(time.Hour)
		return nil
	},
	"hog": func() error { // as one that takes all memory
		if err := confined(); err != nil {
			return err
		}
		all := []byte{1}
		for {
			all = append(all, all...)
			if _, err := io.Discard.Write(all); err != nil {
				return err
			}
		}
	},
	"panic": func() error { panic("a fault of a decoder") },
	"chat": func() error { // as one that writes without end
		for {
			if _, err := os.Stdout.Write(make([]byte, 1<<20)); err != nil {
				return err
			}
		}
	},
	"lie": func() error {
		_, err := fmt.Println(`{"Parts":[{"Type":"image/png","Size":1000000}]}`)
		return err
	},
	"nonsense": func() error { _, err := fmt.Println("nonsense"); return err },
	"write": func() error { // as one that writes a file
		if err := confined(); err != nil {
			return err
		}
		f, err := os.CreateTemp("", "")
		if err != nil {
			return err
		}
		_, err = f.Write([]byte("x"))
		return errors.Join(err, f.Close(), os.Remove(f.Name()))
	},
	"weigh": func() error { // as one that says what it needed
		if err := serve(os.Stdin); err != nil {
			return err
		}
		status, err := os.ReadFile("/proc/self/status")
		if err == nil {
			_, err = os.Stderr.Write(status)
		}
		return err
	},
	"look": func() error { // as one that looks around
		return fmt.Errorf("environment %q", os.Environ())
	},
}

// given returns the bounds that a Worker gives.
func given() (memory int64, seconds uint64, err error) {
	memory, err = strconv.ParseInt(os.Args[2], 10, 64)
	if err == nil {
		seconds, err = strconv.ParseUint(os.Args[3], 10, 64)
	}
	return memory, seconds, err
}

func confined() error {
	memory, seconds, err := given()
	if err != nil {
		return err
	}
	return confine(memory, seconds)
}

func serve(in io.Reader) error {
	memory, seconds, err := given()
	if err != nil {
		return err
	}
	side, err := strconv.Atoi(os.Args[4])
	if err != nil {
		return err
	}
	return Serve(in, os.Stdout, memory, seconds, side)
}

// worker is a Worker whose processes are this program in a role.
func worker(role string) *Worker { return &Worker{Command: []string{os.Args[0], role}} }

// remade makes a picture anew that can be.
func remade(t testing.TB, data []byte) Result {
	t.Helper()
	r, err := worker("serve").Make(context.Background(), bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// seen decodes a picture that was made.
func seen(t testing.TB, data []byte) image.Image {
	t.Helper()
	m, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// fails makes a picture of which nothing becomes, and then one that is well.
func fails(t *testing.T, w *Worker, src io.Reader, want error) {
	t.Helper()
	begin := time.Now()
	_, err := w.Make(t.Context(), src)
	if !errors.Is(err, want) {
		t.Errorf("%v, want %v", err, want)
	}
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
	if w.Command[0] == os.Args[0] {
		w.Command[1] = "serve"
	}
	if r, err := w.Make(t.Context(), bytes.NewReader(pngOf(t, corners(60, 40)))); err != nil || r.Width != 60 {
		t.Errorf("the next one: %d pixels wide, %v", r.Width, err)
	}
}
