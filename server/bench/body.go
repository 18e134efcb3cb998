package bench

import (
	"fmt"
	"strings"
)

// body is the text of message n, of size bytes: the number first, so that who
// receives it can tell when it was sent.
func body(n, size int) string {
	s := fmt.Sprintf("%09d ", n)
	if len(s) < size {
		s += strings.Repeat("What a fine day to talk about it. ", size/34+1)[:size-len(s)]
	}
	return strings.TrimSpace(s)
}

// number is the inverse of body; ok is false for texts that are not the load's.
func number(body string) (n int, ok bool) {
	if len(body) < 9 {
		return 0, false
	}
	for i := range 9 {
		c := body[i]
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}
