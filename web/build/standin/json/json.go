// Package json stands in for encoding/json in the browser's copy of go-app.
//
// Confab does not use what go-app needs JSON for (encrypted values, tags of errors), except for one thing:
// the list of addresses that are pages of the server, GOAPP_INTERNAL_URLS.
package json

import (
	"errors"
	"strings"
)

var errLeftOut = errors.New("JSON is left out of this build of go-app, see web/build/module.go")

// Marshal fails.
func Marshal(any) ([]byte, error) { return nil, errLeftOut }

// Unmarshal reads a list of texts without escapes into a *[]string, and fails for anything else.
func Unmarshal(data []byte, into any) error {
	list, ok := into.(*[]string)
	if !ok {
		return errLeftOut
	}
	inside, opened := strings.CutPrefix(strings.TrimSpace(string(data)), "[")
	inside, closed := strings.CutSuffix(inside, "]")
	if !opened || !closed || strings.Contains(inside, `\`) {
		return errLeftOut
	}
	parts := strings.Split(inside, `"`) // between, text, between, text, ..., between
	if len(parts)%2 == 0 {
		return errLeftOut
	}
	*list = nil
	for i := 1; i < len(parts); i += 2 {
		*list = append(*list, parts[i])
	}
	return nil
}
