// Package refusals counts what was refused, by the part of the server that did
// and by its reason, for whoever looks after the server.
package refusals

import (
	"maps"
	"net/http"
	"strconv"
	"sync"
)

// Counts are refusals since the start. The zero value counts; a nil one does
// not. Reasons are words of ours, so that there are few. It is safe for
// concurrent use.
type Counts struct {
	mu sync.Mutex
	n  map[string]map[string]int64
}

// Add counts a refusal.
func (c *Counts) Add(part, reason string) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.n == nil {
		c.n = map[string]map[string]int64{}
	}
	if c.n[part] == nil {
		c.n[part] = map[string]int64{}
	}
	c.n[part][reason]++
}

// All returns the counts, by part and reason.
func (c *Counts) All() map[string]map[string]int64 {
	all := map[string]map[string]int64{}
	if c == nil {
		return all
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for part, reasons := range c.n {
		all[part] = maps.Clone(reasons)
	}
	return all
}

// Handler counts the answers of next that are refusals, by their status.
func (c *Counts) Handler(part string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(&counted{ResponseWriter: w, counts: c, part: part}, r)
	})
}

// counted counts an answer that is a refusal.
type counted struct {
	http.ResponseWriter
	counts *Counts
	part   string
}

// WriteHeader implements http.ResponseWriter.
func (w *counted) WriteHeader(status int) {
	if status >= http.StatusBadRequest {
		w.counts.Add(w.part, strconv.Itoa(status))
	}
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *counted) Unwrap() http.ResponseWriter { return w.ResponseWriter }
