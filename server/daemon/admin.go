package daemon

import (
	"encoding/json"
	"net/http"
	"net/http/pprof"
	"runtime"
	"time"
)

// adminRoutes are what --admin-listen serves: counts and profiles. Neither is
// on the public listener.
func (d *Daemon) adminRoutes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /debug/vars", d.vars)
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return mux
}

// vars answers with the server's counts as JSON.
func (d *Daemon) vars(w http.ResponseWriter, _ *http.Request) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	counts := map[string]any{
		"version":    d.version,
		"uptime_s":   int(time.Since(d.began).Seconds()),
		"goroutines": runtime.NumGoroutine(),
		"memory": map[string]uint64{
			"heap": m.HeapAlloc, "heap_objects": m.HeapObjects, "stacks": m.StackInuse, "system": m.Sys, "collections": uint64(m.NumGC),
		},
		"hub":     d.hub.Stats(),
		"refused": d.refused.All(), // what was refused, by whom and why
		"panics":  d.faults.Panics(),
	}
	if d.guests != nil {
		open, ended := d.guests.Count()
		counts["connections"] = map[string]int64{"open": int64(open), "ended": ended, "requests_refused": d.requests.Refused()}
	}
	if cpu, rss, ok := process(); ok {
		counts["process"] = map[string]int64{"cpu_ns": cpu.Nanoseconds(), "rss": rss}
	}
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(counts); err != nil {
		d.log.Debug("counts not delivered", "error", err)
	}
}
