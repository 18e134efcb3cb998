package postgres

import (
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/confab/confab/server/store"
)

// The codes of PostgreSQL that mean something here (its appendix A).
const (
	codeUnique         = "23505"
	codeForeignKey     = "23503"
	codeSerialization  = "40001"
	codeDeadlock       = "40P01"
	codeLockTimeout    = "55P03"
	codeQueryTimeout   = "57014"
	codeDiskFull       = "53100"
	codeReadOnly       = "25006" // the server became a standby
	codePlanChanged    = "0A000" // "cached plan must not change result type"
	codeNoStatement    = "26000" // the prepared statement is gone
	codeNoDatabase     = "3D000"
	codeBadPassword    = "28P01"
	codeBadUser        = "28000"
	codeTooManyClients = "53300"
)

// errorClass is what an error of a statement means for the transaction.
type errorClass int

const (
	broken   errorClass = iota // the statement failed, and the transaction with it
	conflict                   // others were in the way: run the function again
	lost                       // the connection is gone, or of no use any more
)

// classify tells what err, which is not nil, means, and returns it as the store's.
func classify(err error) (errorClass, error) {
	var e *pgconn.PgError
	switch {
	case errors.Is(err, store.ErrUnavailable), errors.Is(err, store.ErrClosed):
		return lost, err
	case errors.Is(err, store.ErrOverload):
		return broken, err
	case !errors.As(err, &e):
		return lost, fmt.Errorf("%w (%w)", store.ErrUnavailable, err)
	}
	switch e.Code {
	case codeUnique:
		return broken, store.ErrExists
	case codeForeignKey:
		return broken, store.ErrNotFound
	case codeSerialization, codeDeadlock:
		return conflict, fmt.Errorf("%w (%w)", store.ErrOverload, err)
	case codeLockTimeout, codeQueryTimeout:
		return broken, fmt.Errorf("%w (%w)", store.ErrOverload, err)
	case codeDiskFull:
		return broken, fmt.Errorf("%w (%w)", store.ErrFull, err)
	case codeReadOnly, codePlanChanged, codeNoStatement, codeTooManyClients:
		return lost, fmt.Errorf("%w (%w)", store.ErrUnavailable, err)
	}
	switch e.Code[:min(2, len(e.Code))] {
	case "08", "57": // connection exception, operator intervention
		return lost, fmt.Errorf("%w (%w)", store.ErrUnavailable, err)
	}
	return broken, fmt.Errorf("postgres: %w", err)
}

// timedOut reports whether the server ended a statement that took too long.
func timedOut(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == codeQueryTimeout
}

// refused reports whether the server said that the transaction did not happen.
// Anything but a plain error leaves that open: a server that goes down while it
// commits says so after the commit too.
func refused(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.SeverityUnlocalized == "ERROR"
}
