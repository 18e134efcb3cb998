package httpapi

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/shared/wire"
)

// errPanic stands for any panic of a handler.
var errPanic = errors.New("httpapi: panic")

// statuses are the HTTP statuses of the codes with which a command can fail.
var statuses = map[wire.Code]int{
	wire.CodeInvalid:      http.StatusBadRequest,
	wire.CodeTooLarge:     http.StatusRequestEntityTooLarge,
	wire.CodeUnknown:      http.StatusNotFound,
	wire.CodeForbidden:    http.StatusForbidden,
	wire.CodeNotFound:     http.StatusNotFound,
	wire.CodeCIDConflict:  http.StatusConflict,
	wire.CodeRoomGone:     http.StatusNotFound,
	wire.CodeConflict:     http.StatusConflict,
	wire.CodeDeleted:      http.StatusGone,
	wire.CodeOvertaken:    http.StatusConflict,
	wire.CodeUnauthorized: http.StatusUnauthorized,
	wire.CodeRate:         http.StatusTooManyRequests,
	wire.CodeOverload:     http.StatusServiceUnavailable,
	wire.CodeStorageFull:  http.StatusInsufficientStorage,
	wire.CodeUnavailable:  http.StatusServiceUnavailable,
}

// statusOf returns the status of a code; an unknown code is a fault of the
// server.
func statusOf(c wire.Code) int {
	if status, ok := statuses[c]; ok {
		return status
	}
	return http.StatusInternalServerError
}

// fail answers with the error for people, and logs a fault of the server. row is
// the name of the row that was asked for.
func fail(w http.ResponseWriter, faults *sparse.Log, row string, err error) {
	e, fault := chat.Public(err)
	if fault {
		faults.Error(row, "request failed", "row", row, "error", err)
	}
	writeError(w, statusOf(e.Code), e)
}

// writeError answers with a failure.
func writeError(w http.ResponseWriter, status int, e *wire.Error) {
	if counting, ok := w.(interface{ refused(wire.Code) }); ok {
		counting.refused(e.Code)
	}
	if e.RetryMS > 0 {
		w.Header().Set("Retry-After", strconv.FormatInt((e.RetryMS+999)/1000, 10))
	}
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	text, err := json.Marshal(map[string]*wire.Error{"error": e})
	if err != nil {
		panic(err) // texts and numbers cannot fail
	}
	writeJSON(w, status, text)
}

// writeJSON answers with text. An error is ignored: it means that the client has
// gone away.
func writeJSON(w http.ResponseWriter, status int, text []byte) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(status)
	_, _ = w.Write(text)
}
