// Package errors has what the rest of go-app uses of its errors: a sentence, tags and a cause.
// go-app's own writes them as JSON.
package errors

import (
	"errors"
	"fmt"
)

// Error is one line: "mounting child failed tag=div index=3: the cause".
type Error struct {
	line  string
	cause error
}

func New(message string) Error { return Error{line: message} }

func Is(err, target error) bool { return errors.Is(err, target) }

func (e Error) WithTag(name string, value any) Error {
	e.line += " " + name + "=" + fmt.Sprint(value)
	return e
}

func (e Error) Wrap(err error) Error {
	e.cause = err
	return e
}

func (e Error) Unwrap() error { return e.cause }

func (e Error) Error() string {
	if e.cause == nil {
		return e.line
	}
	return e.line + ": " + e.cause.Error()
}
