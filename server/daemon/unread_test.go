package daemon_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"testing"

	"github.com/confab/confab/web"
)

// unreadEach is how much memory an answer that nobody reads may take, in bytes:
// the connection with its buffers, but none of the content.
const unreadEach = 64 << 10

// heap returns how much memory is in use.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse + m.StackInuse)
}

// A stranger asks for the largest file a hundred times and reads none of the
// answers.
func TestAHundredUnreadAnswersTakeNoMemory(t *testing.T) {
	program, err := web.Assets().Program()
	if err != nil {
		t.Fatal(err)
	}
	d := start(t, t.TempDir())
	ask := func() net.Conn {
		conn, err := net.Dial("tcp", d.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() }) // the server may have closed it first
		if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\nAccept-Encoding: identity\r\n\r\n", program); err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Read(make([]byte, 1)); err != nil { // the answer has begun
			t.Fatal(err)
		}
		return conn
	}
	ask() // the file is unpacked now
	before := heap()
	const n = 100
	for range n {
		ask()
	}
	if grown := heap() - before; grown > n*unreadEach {
		t.Errorf("%d KiB for each of %d answers", grown/n>>10, n)
	}

	res, err := browser(t).Do(plainly(t, d.url+program))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	size, err := io.Copy(io.Discard, res.Body)
	if err != nil || size < 1<<20 || res.Header.Get("Content-Encoding") != "" || res.ContentLength != size {
		t.Errorf("who takes no compressed answer gets %d bytes, %v, %v", size, res.Header, err)
	}
}

// plainly requests an uncompressed answer.
func plainly(t *testing.T, url string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "identity")
	return r
}
