package service

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Redis is a running redis-server, or one that can be started again. It keeps
// nothing on disk unless an argument says so.
type Redis struct {
	Addr string // 127.0.0.1:PORT, the same after each start

	tb       testing.TB
	password string
	process  process
}

// StartRedis starts redis-server, with more arguments if wanted, such as
// "--requirepass", "secret", and ends it after the test.
func StartRedis(tb testing.TB, args ...string) *Redis {
	tb.Helper()
	path, err := find("redis-server", "redis-server")
	if err != nil {
		tb.Fatal(err)
	}
	r := &Redis{tb: tb}
	for i, arg := range args[:max(0, len(args)-1)] {
		if arg == "--requirepass" {
			r.password = args[i+1]
		}
	}
	r.process = process{path: path, dir: tb.TempDir(), death: syscall.SIGKILL, ready: r.answers}
	tb.Cleanup(r.Kill)
	r.process.tell(tb, "redis-server")
	err = onFreePort(func(port int) error {
		r.Addr = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
		r.process.args = append([]string{"--port", strconv.Itoa(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"}, args...)
		return r.process.start()
	})
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// URL returns redis://127.0.0.1:PORT, with the password if there is one.
func (r *Redis) URL() string {
	u := url.URL{Scheme: "redis", Host: r.Addr}
	if r.password != "" {
		u.User = url.UserPassword("", r.password)
	}
	return u.String()
}

// Start starts the server again on the same port, after Kill or Stop.
func (r *Redis) Start() {
	r.tb.Helper()
	if err := r.process.start(); err != nil {
		r.tb.Fatal(err)
	}
}

// Kill ends the server with SIGKILL and returns when it is gone, with all it
// held.
func (r *Redis) Kill() { r.process.end(syscall.SIGKILL) }

// Stop asks the server to end and returns when it has.
func (r *Redis) Stop() { r.process.end(syscall.SIGTERM) }

// Pause stops the server where it is: connections stay open, nothing is
// answered.
func (r *Redis) Pause() {
	r.tb.Helper()
	if err := r.process.pause(); err != nil {
		r.tb.Fatal(err)
	}
}

// Resume lets a paused server go on.
func (r *Redis) Resume() { r.process.signal(syscall.SIGCONT) }

// Do sends one command, such as CLIENT KILL TYPE pubsub, and returns the first
// line of the answer, with its mark: "+OK", ":1", "$-1". A refusal fails the
// test.
func (r *Redis) Do(args ...string) string {
	r.tb.Helper()
	answer, err := r.do(args...)
	if err == nil && strings.HasPrefix(answer, "-") {
		err = errors.New(answer)
	}
	if err != nil {
		r.tb.Fatalf("redis: %s: %v", strings.Join(args, " "), err)
	}
	return answer
}

func (r *Redis) do(args ...string) (answer string, err error) {
	conn, err := net.DialTimeout("tcp", r.Addr, readyIn)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(readyIn)); err != nil {
		return "", err
	}
	commands := [][]string{args}
	if r.password != "" {
		commands = [][]string{{"AUTH", r.password}, args}
	}
	in := bufio.NewReader(conn)
	for _, command := range commands {
		var out strings.Builder
		fmt.Fprintf(&out, "*%d\r\n", len(command))
		for _, arg := range command {
			fmt.Fprintf(&out, "$%d\r\n%s\r\n", len(arg), arg)
		}
		if _, err := conn.Write([]byte(out.String())); err != nil {
			return "", err
		}
		if answer, err = in.ReadString('\n'); err != nil {
			return "", err
		}
	}
	return strings.TrimSpace(answer), nil
}

func (r *Redis) answers() error {
	answer, err := r.do("PING")
	if err == nil && answer != "+PONG" {
		err = errors.New(answer)
	}
	return err
}
