package platform

import (
	"context"
	"syscall/js"
)

// Fetch sends a request to the page's own server, with its cookies, and waits
// for the answer. A body is sent as JSON. It returns an error only if the
// network fails, whatever the status of the answer. It ends early if ctx ends.
func Fetch(ctx context.Context, method, path, body string) (Answer, error) {
	abort := global("AbortController").New()
	options := map[string]any{
		"method":      method,
		"credentials": "same-origin",
		"cache":       "no-store",
		"redirect":    "error",
		"signal":      abort.Get("signal"),
	}
	if body != "" {
		options["body"] = body
		options["headers"] = map[string]any{"Content-Type": "application/json"}
	}
	stop := context.AfterFunc(ctx, func() { abort.Call("abort") })
	defer stop()
	return answer(path, options)
}

// FetchFile loads a file that never changes, from the browser's cache if it is there.
func FetchFile(ctx context.Context, path string) (Answer, error) {
	abort := global("AbortController").New()
	stop := context.AfterFunc(ctx, func() { abort.Call("abort") })
	defer stop()
	return answer(path, map[string]any{"signal": abort.Get("signal")})
}

func answer(path string, options map[string]any) (Answer, error) {
	response, err := await(js.Global().Call("fetch", path, options))
	if err != nil {
		return Answer{}, err
	}
	text, err := await(response.Call("text"))
	if err != nil {
		return Answer{}, err
	}
	return Answer{Status: response.Get("status").Int(), Body: text.String()}, nil
}
