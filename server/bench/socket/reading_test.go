package socket

import (
	"bufio"
	"bytes"
	"errors"
	"testing"
)

// reading is a socket whose server has sent b.
func reading(b []byte) *Conn { return &Conn{in: bufio.NewReaderSize(bytes.NewReader(b), buffer)} }

func TestWhatIsNoTextInOnePieceIsRefused(t *testing.T) {
	for name, b := range map[string]string{
		"a fragment":    "\x01\x02hi",
		"binary":        "\x82\x02hi",
		"a masked one":  "\x81\x82\x00\x00\x00\x00hi",
		"reserved bits": "\xc1\x02hi",
	} {
		if _, err := reading([]byte(b)).Read(); !errors.Is(err, errFrame) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := reading([]byte("\x81\x7f\x00\x00\x00\x00\x7f\xff\xff\xff")).Read(); !errors.Is(err, errLength) {
		t.Errorf("2 GB: %v", err)
	}
}

func TestPingsArePassedOver(t *testing.T) {
	c := reading([]byte("\x89\x01x\x81\x02hi\x8a\x00\x81\x02ho\x88\x02\x03\xe8"))
	for _, want := range []string{"hi", "ho"} {
		if got, err := c.Read(); err != nil || string(got) != want {
			t.Errorf("want %q, got %q, %v", want, got, err)
		}
	}
	if _, err := c.Read(); !errors.Is(err, ErrClosed) {
		t.Errorf("after the close frame: %v", err)
	}
}
