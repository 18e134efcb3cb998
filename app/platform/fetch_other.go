//go:build !js

package platform

import "context"

// Fetch sends a request to the page's own server and waits for the answer.
func Fetch(context.Context, string, string, string) (Answer, error) {
	return Answer{}, ErrNoBrowser
}

// FetchFile loads a file that never changes.
func FetchFile(context.Context, string) (Answer, error) { return Answer{}, ErrNoBrowser }
