package daemon

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/pprof"
	"runtime"
	"strings"
	"time"

	"github.com/confab/confab/server/store"
)

// adminRoutes are what --admin-listen serves: counters, profiles and readiness.
// None of it is on the public listener. The profile of the command line is left
// out, because it may hold a password.
func adminRoutes(d *Daemon) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /readyz", probes{d: d}.full)
	mux.HandleFunc("GET /debug/vars", d.vars)
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return ownName(d.cfg.AdminListen, mux)
}

// ownName refuses requests with a Host that is not the admin listener's.
// Otherwise a page on the web could point a name of its own at this listener (DNS
// rebinding) and read the answers. A numeric address cannot be abused that way.
func ownName(listen string, next http.Handler) http.Handler {
	own, _, err := net.SplitHostPort(listen)
	if err != nil {
		own = ""
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		number := net.ParseIP(strings.Trim(host, "[]")) != nil
		if !number && !strings.EqualFold(host, "localhost") && (own == "" || !strings.EqualFold(host, own)) {
			say(w, http.StatusForbidden, "The admin listener does not answer to this name. Use its address, or name it in "+
				"--admin-listen.\n")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// vars answers with the server's counters as JSON.
func (d *Daemon) vars(w http.ResponseWriter, r *http.Request) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	refused := d.refused.All()
	if d.guests != nil {
		_, ended := d.guests.Count()
		refused["crowd"] = map[string]int64{"connection": ended, "request": d.requests.Refused()}
	}
	counts := map[string]any{
		"version":    d.version,
		"uptime_s":   int(time.Since(d.began).Seconds()),
		"goroutines": runtime.NumGoroutine(),
		"memory": map[string]uint64{
			"heap": m.HeapAlloc, "heap_objects": m.HeapObjects, "stacks": m.StackInuse, "system": m.Sys, "collections": uint64(m.NumGC),
		},
		"hub":          d.hub.Stats(),
		"refused":      refused, // by whom and why
		"panics":       d.faults.Panics(),
		"follow":       d.followers.Lags(),
		"jobs":         d.jobs.Counts(),
		"later_jobs":   d.laterJobs.Counts(),
		"preview_jobs": d.previewJobs.Counts(),
	}
	if d.guests != nil {
		open, ended := d.guests.Count()
		counts["connections"] = map[string]int64{"open": int64(open), "ended": ended}
		counts["requests"] = map[string]int64{"refused": d.requests.Refused()}
	}
	if cpu, rss, ok := process(); ok {
		counts["process"] = map[string]int64{"cpu_ns": cpu.Nanoseconds(), "rss": rss}
	}
	if kinds, err := d.waiting(r.Context()); err == nil {
		counts["waiting_jobs"] = kinds
	} else {
		d.log.Debug("jobs not counted", "error", err)
	}
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(counts); err != nil {
		d.log.Debug("counts not delivered", "error", err)
	}
}

// countsLast is how long the counters wait for the database.
const countsLast = time.Second

// waiting is how the jobs of each kind stand in the database: those of all nodes.
func (d *Daemon) waiting(ctx context.Context) (kinds []store.JobsOfKind, err error) {
	ctx, cancel := context.WithTimeout(ctx, countsLast)
	defer cancel()
	err = d.backing.store.View(ctx, func(tx store.Tx) (err error) {
		kinds, err = tx.Jobs().Kinds(d.backing.now().UnixMilli())
		return err
	})
	return kinds, err
}
