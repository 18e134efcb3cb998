package service

import (
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// Nginx is a running nginx.
type Nginx struct {
	Addr string // 127.0.0.1:PORT

	process process
}

// frame is nginx.conf around what StartNginx is given: as Debian's, but in the
// foreground, with everything it writes in one directory, and logging to the
// test.
const frame = `
daemon off;
OWNER
pid DIR/pid;
error_log stderr warn;
events { worker_connections 8192; }
http {
	access_log off;
	client_body_temp_path DIR/body;
	proxy_temp_path DIR/proxy;
	fastcgi_temp_path DIR/fastcgi;
	uwsgi_temp_path DIR/uwsgi;
	scgi_temp_path DIR/scgi;
CONF
}
`

// StartNginx starts nginx and ends it after the test. Conf is what a file of
// /etc/nginx/conf.d would hold: upstream and server blocks. The word LISTEN in
// it stands for the address that nginx is to listen on: "listen LISTEN;".
func StartNginx(tb testing.TB, conf string) *Nginx {
	tb.Helper()
	path, err := find("nginx", "nginx")
	if err != nil {
		tb.Fatal(err)
	}
	dir := tb.TempDir()
	owner := "" // workers run as whoever runs the tests
	if os.Getuid() == 0 {
		owner = "user root;"
	}
	n := &Nginx{}
	// The master process ends its workers if it is asked to end, not if it is killed.
	n.process = process{
		path: path, dir: dir, death: syscall.SIGTERM,
		args: []string{"-p", dir, "-e", "stderr", "-c", filepath.Join(dir, "nginx.conf")},
	}
	n.process.ready = func() error { return n.listens(filepath.Join(dir, "pid")) }
	tb.Cleanup(n.Stop)
	n.process.tell(tb, "nginx")
	err = onFreePort(func(port int) error {
		n.Addr = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
		text := strings.NewReplacer("OWNER", owner, "DIR", dir, "CONF", strings.ReplaceAll(conf, "LISTEN", n.Addr)).Replace(frame)
		if err := os.WriteFile(filepath.Join(dir, "nginx.conf"), []byte(text), 0o600); err != nil {
			return err
		}
		return n.process.start()
	})
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

// URL returns http://127.0.0.1:PORT.
func (n *Nginx) URL() string { return "http://" + n.Addr }

// Stop ends nginx with all its connections.
func (n *Nginx) Stop() { n.process.end(syscall.SIGTERM) }

// listens returns nil when nginx has its port, which it takes before it writes
// its process id.
func (n *Nginx) listens(pid string) error {
	if _, err := os.Stat(pid); err != nil {
		return err
	}
	conn, err := net.DialTimeout("tcp", n.Addr, readyIn)
	if err != nil {
		return err
	}
	return conn.Close()
}
