package socket

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/sha1"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/confab/confab/shared/wire"
)

// ErrRefused means that the server answered the handshake with an HTTP error. The
// error's text has the status.
var ErrRefused = errors.New("socket: refused")

// buffer is what is read at once: some frames of a chat.
const buffer = 4 << 10

// magic is what a server appends to the client's key (RFC 6455, 1.3).
const magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

// Dial opens the WebSocket of the server at origin, such as
// https://chat.example.org, for the person of an access token. It returns
// ErrRefused if the server refuses the connection, and the network's error if it
// cannot be reached. ctx limits the handshake only. head are additional header
// lines, such as "X-Forwarded-For: 10.0.0.1".
func Dial(ctx context.Context, origin, token string, head ...string) (*Conn, error) {
	u, err := url.Parse(origin)
	if err != nil {
		return nil, err
	}
	c, err := connect(ctx, u)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = c.SetDeadline(time.Now()) })
	conn, err := handshake(c, u, token, head)
	if !stop() && err == nil {
		err = ctx.Err()
	}
	if err != nil {
		_ = c.Close() // it has failed already
		return nil, err
	}
	return conn, nil
}

func connect(ctx context.Context, u *url.URL) (net.Conn, error) {
	port := u.Port()
	if u.Scheme == "https" {
		if port == "" {
			port = "443"
		}
		d := tls.Dialer{Config: &tls.Config{NextProtos: []string{"http/1.1"}}}
		return d.DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	}
	if port == "" {
		port = "80"
	}
	var d net.Dialer
	return d.DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
}

func handshake(c net.Conn, u *url.URL, token string, head []string) (*Conn, error) {
	var nonce [16]byte
	_, _ = rand.Read(nonce[:]) // never fails
	key := base64.StdEncoding.EncodeToString(nonce[:])
	req := "GET " + strings.TrimSuffix(u.EscapedPath(), "/") + "/ws HTTP/1.1\r\nHost: " + u.Host +
		"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + key +
		"\r\nSec-WebSocket-Protocol: " + wire.Subprotocol + "\r\nAuthorization: Bearer " + token + "\r\n"
	for _, line := range head {
		req += line + "\r\n"
	}
	req += "\r\n"
	if _, err := c.Write([]byte(req)); err != nil {
		return nil, err
	}
	in := bufio.NewReaderSize(c, buffer)
	res, err := http.ReadResponse(in, nil)
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusSwitchingProtocols {
		_ = res.Body.Close() // the connection goes with it
		return nil, fmt.Errorf("%w: %s", ErrRefused, res.Status)
	}
	sum := sha1.Sum([]byte(key + magic))
	if res.Header.Get("Sec-WebSocket-Accept") != base64.StdEncoding.EncodeToString(sum[:]) ||
		res.Header.Get("Sec-WebSocket-Protocol") != wire.Subprotocol {
		return nil, fmt.Errorf("%w: this is no socket of Confab's", ErrRefused)
	}
	return &Conn{c: c, in: in}, nil
}
