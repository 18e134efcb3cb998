package auth

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/confab/confab/server/auth/password"
	"github.com/confab/confab/server/auth/turn"
	"github.com/confab/confab/shared/wire"
)

// The fields that Problems speak of.
const (
	FieldCode      = "code"
	FieldWorkspace = "workspace"
	FieldName      = "name"
	FieldEmail     = "email"
	FieldPassword  = "password"
)

// Problems says what is wrong with a form: a sentence for each field.
type Problems map[string]string

// Error implements error with all the sentences.
func (p Problems) Error() string {
	var all []string
	for _, field := range slices.Sorted(maps.Keys(p)) {
		all = append(all, field+": "+p[field])
	}
	return strings.Join(all, " ")
}

// note adds a sentence, unless it is empty or the field has one already.
func (p Problems) note(field, sentence string) {
	if sentence != "" && p[field] == "" {
		p[field] = sentence
	}
}

// err returns p if there is anything in it.
func (p Problems) err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

// throttled refuses a try for a while.
func throttled(wait time.Duration) *wire.Error {
	return &wire.Error{
		Code:    wire.CodeRate,
		Message: "Too many tries. Please wait " + waiting(wait) + ", then try again.",
		RetryMS: wait.Milliseconds() + 1,
	}
}

// crowded refuses somebody who joins with too many others.
func crowded(wait time.Duration) *wire.Error {
	return &wire.Error{
		Code:    wire.CodeRate,
		Message: "Many people are joining at this moment. Please wait " + waiting(wait) + ", then try again.",
		RetryMS: wait.Milliseconds() + 1,
	}
}

// hashed says what a client is told when a password could not be hashed.
func hashed(err error) error {
	var busy turn.Busy
	if errors.As(err, &busy) {
		return &wire.Error{
			Code:    wire.CodeOverload,
			Message: "Many people are signing in. Please wait " + waiting(busy.Retry) + ", then try again.",
			RetryMS: busy.Retry.Milliseconds(),
		}
	}
	if errors.Is(err, password.ErrBusy) {
		return &wire.Error{Code: wire.CodeOverload, Message: "Many people are signing in. Try again in a moment.", RetryMS: 1000}
	}
	return fmt.Errorf("hash a password: %w", err)
}

// waiting says a duration the way people do, rounded up.
func waiting(d time.Duration) string {
	n, unit := int((d+time.Second-1)/time.Second), "second"
	if n > 90 {
		n, unit = (n+59)/60, "minute"
	}
	if n == 1 {
		return "a " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}
