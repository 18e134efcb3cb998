//go:build !js

// Package dial connects an engine outside a browser: programs, bots, tests and
// the load generator. In a browser app/platform does it.
package dial

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/coder/websocket"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// ErrRefused means that the server did not accept the handshake. The error's text
// contains the HTTP status.
var ErrRefused = errors.New("dial: refused")

// Dialer opens sockets of one server for one person.
type Dialer struct {
	URL   string                                // of the server, such as https://chat.example.org
	Token func(context.Context) (string, error) // an access token for the handshake

	Header http.Header  // further headers of the handshake; nil: none
	HTTP   *http.Client // the client for the handshake; nil: http.DefaultClient
}

// Fixed returns a token function for a token that is not renewed.
func Fixed(token string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return token, nil }
}

// Dial implements engine.Dialer. It returns ErrRefused if the server does not
// want the connection, the network's error if it cannot be reached.
func (d Dialer) Dial(ctx context.Context) (engine.Conn, error) {
	token, err := d.Token(ctx)
	if err != nil {
		return nil, err
	}
	header := d.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	header.Set("Authorization", "Bearer "+token)
	ws, res, err := websocket.Dial(ctx, strings.TrimSuffix(d.URL, "/")+"/ws", &websocket.DialOptions{
		HTTPHeader:      header,
		HTTPClient:      d.HTTP,
		Subprotocols:    []string{wire.Subprotocol},
		CompressionMode: websocket.CompressionDisabled,
	})
	if err != nil {
		if res != nil && res.StatusCode != http.StatusSwitchingProtocols {
			return nil, fmt.Errorf("%w: %s", ErrRefused, res.Status)
		}
		return nil, err
	}
	ws.SetReadLimit(readLimit)
	return conn{ws}, nil
}

// readLimit is the maximum size of a frame: the server may put many objects into one,
// each within limits.Frame.
const readLimit = limits.SessionQueueBytes + limits.Frame

type conn struct{ ws *websocket.Conn }

func (c conn) Read(ctx context.Context) ([]byte, error) {
	typ, frame, err := c.ws.Read(ctx)
	if err != nil {
		return nil, err
	}
	if typ != websocket.MessageText {
		return nil, errors.New("dial: the server sent a binary frame")
	}
	return frame, nil
}

func (c conn) Write(ctx context.Context, frame []byte) error {
	return c.ws.Write(ctx, websocket.MessageText, frame)
}

// Close drops the connection without a closing handshake, which would wait for the
// other side; the server notices the end either way.
func (c conn) Close(int, string) error { return c.ws.CloseNow() }
