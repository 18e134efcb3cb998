package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/server/proof/workspace"
)

// What the files are.
const (
	largeFile  = 512 << 20
	sideBySide = 50
	eachSize   = 25 << 20
	mostMemory = 150_000_000
)

// files tells how fast files go in and out, and what memory that takes.
func files(s *set, ctx context.Context) error {
	dir, err := os.MkdirTemp("", "confab-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "large")
	if err := writeNoise(file, largeFile); err != nil {
		return err
	}
	rows := [][]string{}
	for _, way := range []func(context.Context, *set, string) ([]string, error){copied, throughNginx, throughConfab} {
		row, err := way(ctx, s, file)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	s.printf("## Files\n\nOne file of %d MB that is in the system's cache, over loopback, on all cores together with who reads or "+
		"writes it.\nConfab takes it in parts, each of which is on the disk before it is answered, and makes one file of them "+
		"in the end.\n\n", largeFile>>20)
	if err := bench.Table(&s.text, []string{"", "in", "out"}, rows); err != nil {
		return err
	}
	peak, took, err := manyUploads(ctx, s)
	if err != nil {
		return err
	}
	s.printf("\n%d uploads of %d MB side by side took %.1f s; the server had %.1f MB at most.\n\n",
		sideBySide, eachSize>>20, took.Seconds(), float64(peak)/1e6)
	s.judge(fmt.Sprintf("Memory with %d uploads of %d MB side by side", sideBySide, eachSize>>20),
		fmt.Sprintf("%.1f MB", float64(peak)/1e6), "150 MB", peak < mostMemory)
	return nil
}

// writeNoise writes a file that cannot be compressed.
func writeNoise(path string, size int64) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.CopyN(f, rand.Reader, size)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}

// speed says how fast the file went.
func speed(began time.Time) string {
	return fmt.Sprintf("%.0f MB/s", largeFile/1e6/time.Since(began).Seconds())
}

// copied has cp copy the file, and then write it through to the disk, as Confab does.
func copied(ctx context.Context, _ *set, file string) ([]string, error) {
	began := time.Now()
	if err := exec.CommandContext(ctx, "cp", file, file+".copy").Run(); err != nil {
		return nil, fmt.Errorf("cp: %w", err)
	}
	cached := speed(began)
	if err := exec.CommandContext(ctx, "sync", file+".copy").Run(); err != nil {
		return nil, fmt.Errorf("sync: %w", err)
	}
	return []string{"cp", speed(began) + " to the disk", cached + " in the cache"}, os.Remove(file + ".copy")
}

// throughNginx has nginx take the file and give it.
func throughNginx(ctx context.Context, _ *set, file string) (row []string, err error) {
	if _, err := exec.LookPath("nginx"); err != nil {
		if _, err := exec.LookPath("/usr/sbin/nginx"); err != nil {
			return []string{"nginx is not installed here", "", ""}, nil
		}
	}
	err = hosted(func(h *host) error {
		n := service.StartNginx(h, fmt.Sprintf("server { listen LISTEN; root %s; sendfile on; client_max_body_size 0; dav_methods PUT; }",
			filepath.Dir(file)))
		f, err := os.Open(file)
		if err != nil {
			return err
		}
		r, err := http.NewRequestWithContext(ctx, http.MethodPut, n.URL()+"/put", f)
		if err != nil {
			return err
		}
		r.ContentLength = largeFile
		began := time.Now()
		if _, err := answered(r); err != nil { // which closes the file
			return err
		}
		in := speed(began)
		if r, err = http.NewRequestWithContext(ctx, http.MethodGet, n.URL()+"/large", nil); err != nil {
			return err
		}
		began = time.Now()
		if got, err := answered(r); err != nil || got != largeFile {
			return fmt.Errorf("nginx gave %d bytes: %w", got, err)
		}
		row = []string{"nginx", in + " in the cache", speed(began)}
		return os.Remove(filepath.Join(filepath.Dir(file), "put"))
	})
	return row, err
}

// answered sends a request and reads the answer to its end.
func answered(r *http.Request) (int64, error) {
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	if res.StatusCode >= http.StatusMultipleChoices {
		return 0, fmt.Errorf("%s %s: %s", r.Method, r.URL, res.Status)
	}
	return io.Copy(io.Discard, res.Body)
}

// throughConfab uploads the file and gets it.
func throughConfab(ctx context.Context, s *set, file string) (row []string, err error) {
	err = withPeople(ctx, s, 1, func(_ *instance.Server, _ *bench.Workspace, people []*instance.Person) error {
		f, err := os.Open(file)
		if err != nil {
			return err
		}
		defer f.Close()
		began := time.Now()
		taken, err := people[0].Upload(ctx, "large", f, largeFile)
		if err != nil {
			return err
		}
		in := speed(began)
		began = time.Now()
		got, err := people[0].Download(ctx, taken.ID)
		if err == nil && got != largeFile {
			err = fmt.Errorf("%d bytes came back", got)
		}
		row = []string{"Confab", in + " to the disk", speed(began)}
		return err
	})
	return row, err
}

// withPeople does something with a server of its own and some people.
func withPeople(ctx context.Context, s *set, n int, do func(*instance.Server, *bench.Workspace, []*instance.Person) error) error {
	data, err := os.MkdirTemp("", "confab-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(data)
	w, err := workspace.Prepare(ctx, data, n, 1, n)
	if err != nil {
		return err
	}
	server, err := s.local().Serve(ctx, data, "--file-limit", "2GB")
	if err != nil {
		return err
	}
	defer server.Kill()
	var people []*instance.Person
	for _, seat := range w.Seats {
		people = append(people, server.As(seat.User, seat.Token))
	}
	return do(server, w, people)
}

// manyUploads has many people upload something at the same time.
func manyUploads(ctx context.Context, s *set) (peak int64, took time.Duration, err error) {
	err = withPeople(ctx, s, sideBySide, func(server *instance.Server, _ *bench.Workspace, people []*instance.Person) error {
		began := time.Now()
		g, ctx := errgroup.WithContext(ctx)
		for i, p := range people {
			g.Go(func() error {
				_, err := p.Upload(ctx, fmt.Sprintf("file %d", i), hum{uint64(i)}, eachSize)
				return err
			})
		}
		if err := g.Wait(); err != nil {
			return err
		}
		took = time.Since(began)
		peak, err = server.Peak()
		return err
	})
	return peak, took, err
}

// hum is endless content that is made when it is read, in blocks of its own.
type hum struct{ seed uint64 }

// ReadAt implements io.ReaderAt.
func (h hum) ReadAt(p []byte, at int64) (int, error) {
	const block = 1 << 10
	for n := 0; n < len(p); {
		from := at + int64(n)
		rng := mathrand.New(mathrand.NewPCG(h.seed, uint64(from/block)))
		var made [block]byte
		for i := 0; i < block; i += 8 {
			word := rng.Uint64()
			for k := range 8 {
				made[i+k] = byte(word >> (8 * k))
			}
		}
		n += copy(p[n:], made[from%block:])
	}
	return len(p), nil
}
