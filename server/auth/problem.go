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
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// The fields that Problems may have.
const (
	FieldCode      = "code"
	FieldWorkspace = "workspace"
	FieldName      = "name"
	FieldEmail     = "email"
	FieldPassword  = "password"
)

// Problems says what is wrong with a form: a sentence for each field.
type Problems map[string]text.Text

// Error implements error with all the sentences.
func (p Problems) Error() string {
	var all []string
	for _, field := range slices.Sorted(maps.Keys(p)) {
		all = append(all, field+": "+p[field].String())
	}
	return strings.Join(all, " ")
}

// note adds a sentence, unless it is empty or the field has one already.
func (p Problems) note(field string, sentence text.Text) {
	if !sentence.IsZero() && p[field].IsZero() {
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

// throttled refuses a try until wait has passed.
func throttled(wait time.Duration) *wire.Error {
	return later(wire.CodeRate, text.TooManyTries(waiting(wait)), wait.Milliseconds()+1)
}

// crowded refuses a join because too many others join.
func crowded(wait time.Duration) *wire.Error {
	return later(wire.CodeRate, text.ManyJoining(waiting(wait)), wait.Milliseconds()+1)
}

// hashed returns what a client sees of an error of hashing a password.
func hashed(err error) error {
	var busy turn.Busy
	if errors.As(err, &busy) {
		return later(wire.CodeOverload, text.ManySigningInWait(waiting(busy.Retry)), busy.Retry.Milliseconds())
	}
	if errors.Is(err, password.ErrBusy) {
		return later(wire.CodeOverload, text.ManySigningIn, 1000)
	}
	return fmt.Errorf("hash a password: %w", err)
}

// later refuses a request until ms milliseconds have passed.
func later(code wire.Code, why text.Text, ms int64) *wire.Error {
	e := wire.Refused(code, why)
	e.RetryMS = ms
	return e
}

// waiting returns a duration as a number of a unit that people use, rounded up.
func waiting(d time.Duration) (unit string, n int) {
	if n = int((d + time.Second - 1) / time.Second); n > 90 {
		return "minute", (n + 59) / 60
	}
	return "second", n
}
