package service

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// Versitygw is a running server of S3, or one that can be started again. It keeps buckets as directories.
type Versitygw struct {
	Addr      string // 127.0.0.1:PORT, the same after each start
	Bucket    string // one that is there
	AccessKey string
	SecretKey string

	tb      testing.TB
	process process
}

// StartVersitygw starts a server of S3 with an empty bucket, and ends it after the test. `make packages` installs
// it in bin/tools.
func StartVersitygw(tb testing.TB) *Versitygw {
	tb.Helper()
	path, err := tool("versitygw")
	if err != nil {
		tb.Fatal(err)
	}
	v := &Versitygw{Bucket: "files", AccessKey: "confab", SecretKey: "of a test", tb: tb}
	dir := tb.TempDir()
	buckets, about := filepath.Join(dir, "buckets"), filepath.Join(dir, "about")
	for _, made := range []string{filepath.Join(buckets, v.Bucket), about} {
		if err := os.MkdirAll(made, 0o700); err != nil {
			tb.Fatal(err)
		}
	}
	v.process = process{path: path, dir: dir, death: syscall.SIGKILL, ready: v.answers,
		env: []string{"ROOT_ACCESS_KEY_ID=" + v.AccessKey, "ROOT_SECRET_ACCESS_KEY=" + v.SecretKey}}
	tb.Cleanup(v.Kill)
	v.process.tell(tb, "versitygw")
	err = onFreePort(func(port int) error {
		v.Addr = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
		v.process.args = []string{"--port", v.Addr, "--quiet", "posix", "--sidecar", about, buckets}
		return v.process.start()
	})
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

// URL returns http://127.0.0.1:PORT.
func (v *Versitygw) URL() string { return "http://" + v.Addr }

// Start starts the server again on the same port, after Kill. What it held is there.
func (v *Versitygw) Start() {
	v.tb.Helper()
	if err := v.process.start(); err != nil {
		v.tb.Fatal(err)
	}
}

// Kill ends the server with SIGKILL and returns when it is gone.
func (v *Versitygw) Kill() { v.process.end(syscall.SIGKILL) }

// Pause stops the server where it is: connections stay open, nothing is
// answered.
func (v *Versitygw) Pause() {
	v.tb.Helper()
	if err := v.process.pause(); err != nil {
		v.tb.Fatal(err)
	}
}

// Resume lets a paused server go on.
func (v *Versitygw) Resume() { v.process.signal(syscall.SIGCONT) }

// answers returns nil if anything is answered.
func (v *Versitygw) answers() error {
	client := http.Client{Timeout: readyIn}
	res, err := client.Get(v.URL())
	if err != nil {
		return err
	}
	return res.Body.Close()
}
