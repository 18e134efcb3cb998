package chat

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// The failures that say the same each time.
var (
	errSignIn      = wire.Fail(wire.CodeUnauthorized, "Please sign in.")
	errRoomGone    = wire.Fail(wire.CodeRoomGone, "This room does not exist, or you are not in it.")
	errNoRight     = wire.Fail(wire.CodeForbidden, "You do not have the right to do that in this room.")
	errNoMessage   = wire.Fail(wire.CodeNotFound, "There is no such message in this room.")
	errNoUser      = wire.Fail(wire.CodeNotFound, "There is no such person.")
	errNoInvite    = wire.Fail(wire.CodeNotFound, "There is no such invite.")
	errNoSession   = wire.Fail(wire.CodeNotFound, "There is no such session.")
	errErased      = wire.Fail(wire.CodeDeleted, "This message was deleted.")
	errCIDConflict = wire.Fail(wire.CodeCIDConflict, "This cid was used for another message.")
	errNameTaken   = wire.Fail(wire.CodeConflict, "There is a public room of that name already.")
	errLastOwner   = wire.Fail(wire.CodeConflict, "This is the last owner. Make someone else an owner first.")
)

// invalid refuses what is malformed or outside the limits.
func invalid(format string, args ...any) *wire.Error {
	return wire.Fail(wire.CodeInvalid, fmt.Sprintf(format, args...))
}

// forbidden refuses what the asker may know of but not do.
func forbidden(message string) *wire.Error { return wire.Fail(wire.CodeForbidden, message) }

// tooFast refuses for wait.
func tooFast(wait time.Duration) *wire.Error {
	return later(wire.CodeRate, wait, "That was a little too fast. Try again in a moment.")
}

// later refuses for now.
func later(code wire.Code, wait time.Duration, message string) *wire.Error {
	ms := (wait + time.Millisecond - 1).Milliseconds()
	return &wire.Error{Code: code, Message: message, RetryMS: ms}
}

// public returns what people are told of err, or nil if it is a fault of ours.
func public(err error) *wire.Error {
	var e *wire.Error
	switch {
	case errors.As(err, &e):
		return e
	case errors.Is(err, store.ErrOverload):
		return later(wire.CodeOverload, 500*time.Millisecond, "The server is busy. Try again in a moment.")
	case errors.Is(err, store.ErrFull):
		return later(wire.CodeStorageFull, 3*time.Second, "The server's disk is full. Reading goes on, nothing can be added.")
	case errors.Is(err, store.ErrUnknown):
		return later(wire.CodeUnavailable, time.Second, "It is not known whether that was saved. Try again.")
	case errors.Is(err, store.ErrUnavailable):
		return later(wire.CodeUnavailable, time.Second, "The server cannot reach its database. Try again in a moment.")
	case errors.Is(err, store.ErrClosed):
		return later(wire.CodeUnavailable, 2*time.Second, "The server is going down. Try again in a moment.")
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return later(wire.CodeUnavailable, time.Second, "That took too long. Try again.")
	}
	return nil
}

// Public turns any error of this package into what the client is told. fault
// reports that err says something about us and belongs into the log.
func Public(err error) (e *wire.Error, fault bool) {
	if e = public(err); e != nil {
		return e, false
	}
	return later(wire.CodeUnavailable, time.Second, "Something went wrong on the server. Try again."), true
}
