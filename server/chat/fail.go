package chat

import (
	"context"
	"errors"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Errors with a fixed sentence.
var (
	errSignIn      = wire.Refused(wire.CodeUnauthorized, text.PleaseSignIn)
	errRoomGone    = wire.Refused(wire.CodeRoomGone, text.RoomGone)
	errNoRight     = forbidden(text.NoRightInRoom)
	errNoMessage   = wire.Refused(wire.CodeNotFound, text.NoSuchMessage)
	errNoUser      = wire.Refused(wire.CodeNotFound, text.NoSuchPerson)
	errNoInvite    = wire.Refused(wire.CodeNotFound, text.NoSuchInvite)
	errNoSession   = wire.Refused(wire.CodeNotFound, text.NoSuchSession)
	errNoFile      = wire.Refused(wire.CodeNotFound, text.NoSuchFile)
	errFileUsed    = wire.Refused(wire.CodeConflict, text.FileUsed)
	errEmpty       = invalid(text.MessageEmpty)
	errReply       = invalid(text.ReplyHasNoThread)
	errOtherThread = invalid(text.QuoteOfOtherThread)
	errErased      = wire.Refused(wire.CodeDeleted, text.MessageDeleted)
	errCIDConflict = wire.Refused(wire.CodeCIDConflict, text.ConflictingCID)
	errNameTaken   = wire.Refused(wire.CodeConflict, text.RoomNameTaken)
	errLastOwner   = wire.Refused(wire.CodeConflict, text.LastOwner)
)

// invalid refuses a request that is malformed or outside the limits.
func invalid(why text.Text) *wire.Error { return wire.Refused(wire.CodeInvalid, why) }

// forbidden refuses what the acting user may know of but not do.
func forbidden(why text.Text) *wire.Error { return wire.Refused(wire.CodeForbidden, why) }

// tooFast refuses a request until wait has passed.
func tooFast(wait time.Duration) *wire.Error {
	return later(wire.CodeRate, wait, text.TooFast)
}

// later refuses a request with a code until wait has passed.
func later(code wire.Code, wait time.Duration, why text.Text) *wire.Error {
	e := wire.Refused(code, why)
	e.RetryMS = (wait + time.Millisecond - 1).Milliseconds()
	return e
}

// public returns the error that people see for err, or nil if err is a fault of
// the server.
func public(err error) *wire.Error {
	var e *wire.Error
	switch {
	case errors.As(err, &e):
		return e
	case errors.Is(err, store.ErrOverload):
		return later(wire.CodeOverload, 500*time.Millisecond, text.ServerBusy)
	case errors.Is(err, store.ErrFull):
		return later(wire.CodeStorageFull, 3*time.Second, text.ServerDiskFull)
	case errors.Is(err, ErrFilesFull):
		return later(wire.CodeStorageFull, 3*time.Second, text.FilesQuota)
	case errors.Is(err, ErrFilesAway):
		return later(wire.CodeUnavailable, time.Second, text.FilesAway)
	case errors.Is(err, store.ErrUnknown):
		return later(wire.CodeUnavailable, time.Second, text.ResultUnknown)
	case errors.Is(err, store.ErrUnavailable):
		return later(wire.CodeUnavailable, time.Second, text.DatabaseAway)
	case errors.Is(err, store.ErrClosed):
		return later(wire.CodeUnavailable, 2*time.Second, text.ServerStopping)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return later(wire.CodeUnavailable, time.Second, text.TookTooLong)
	}
	return nil
}

// Public turns any error of this package into the one that the client gets. fault
// reports that err is a fault of the server and should be logged.
func Public(err error) (e *wire.Error, fault bool) {
	if e = public(err); e != nil {
		return e, false
	}
	return later(wire.CodeUnavailable, time.Second, text.ServerFault), true
}
