package guard

import (
	"fmt"
	"go/ast"
	"testing"
)

// goroutines are the files of the running server that start goroutines or timers of their own: how
// many, and how each survives what panics on it. A panic that nobody recovers ends the process.
var goroutines = map[string]struct {
	count int
	how   string
}{
	"server/broker/listener.go": {1, "the subscription fails, and begins again"},
	"server/broker/redis.go":    {2, "a batch that panics is one that was missed; a subscription begins again"},
	"server/certs/storage.go":   {1, "the lease is lost"},
	"server/clock/clock.go":     {1, "what it asks survives, see daemon.backing"},
	"server/cluster/link.go":    {1, "it is asked again at the next turn"},
	"server/daemon/daemon.go": {2,
		"what parts run by sparse.Log.Keep; net/http looks after its own, and what it calls of ours survives"},
	"server/follow/follow.go":         {2, "by sparse.Log.Keep: it begins again, and compares all rooms"},
	"server/hub/bye.go":               {2, "survives; the timer only sets a flag"},
	"server/hub/directory.go":         {1, "the socket ends"},
	"server/hub/ephemeral.go":         {1, "the socket ends"},
	"server/hub/heartbeat.go":         {1, "as if it could not be known"},
	"server/hub/hello.go":             {1, "the timer only ends a socket"},
	"server/hub/hub.go":               {2, "each tick of the heartbeat and each comparison of positions survives"},
	"server/hub/lanes.go":             {2, "the socket ends"},
	"server/hub/link.go":              {1, "the socket ends"},
	"server/hub/people.go":            {1, "survives"},
	"server/hub/presence.go":          {1, "states are sent when they next change"},
	"server/hub/pressure.go":          {1, "it is the runtime's own"},
	"server/hub/reader.go":            {2, "the socket ends; the timer only closes a channel"},
	"server/hub/remote.go":            {1, "those it was about are left to the next second"},
	"server/hub/room.go":              {1, "all who are in the room resume"},
	"server/hub/user.go":              {1, "the person's sockets resume"},
	"server/hub/watchlist.go":         {1, "the socket ends"},
	"server/jobs/jobs.go":             {1, "by sparse.Log.Keep: it begins again"},
	"server/main.go":                  {1, "it only ends the program"},
	"server/picture/pipe.go":          {1, "the picture cannot be read"},
	"server/presence/memory.go":       {1, "the hub's watcher survives, the rest is a look at a map"},
	"server/presence/redis.go":        {1, "Redis is told everything anew"},
	"server/store/postgres/health.go": {1, "it is asked again at the next turn"},
	"server/store/postgres/open.go":   {2, "who shares a commit that panicked is told so; closing gives up"},
	"server/store/sqlite/guard.go":    {3, "timers that set a flag and interrupt SQLite: no code of ours but that"},
	"server/store/sqlite/open.go":     {2, "the writer begins again, the mover has failed"},
	"server/store/sqlite/writer.go":   {1, "the writer, begun again"},
}

// startsOf counts what a file starts beside the goroutine that calls it.
func startsOf(file source) (count int) {
	if file.test || !matches(file.dir, []string{"server/..."}) || matches(file.dir, notServing) {
		return 0
	}
	ast.Inspect(file.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			count++
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.SelectorExpr); ok && (f.Sel.Name == "Go" || f.Sel.Name == "AfterFunc") {
				count++
			}
		}
		return true
	})
	return count
}

// notServing are packages that no running server uses.
var notServing = []string{"server/e2e/...", "server/bench/...", "server/proof/...", "server/cli", "server/migrate", "server/importer",
	"server/store/storetest", "server/broker/brokertest", "server/presence/presencetest", "server/ratelimit/ratelimittest",
	"server/files/filestest"}

// unsurvived are the files that start another number than is known, and those that are gone.
func unsurvived(files []source) (faults []string) {
	seen := map[string]bool{}
	for _, file := range files {
		seen[file.path] = true
		if n := startsOf(file); n != goroutines[file.path].count {
			faults = append(faults, fmt.Sprintf("%s starts %d goroutines or timers, and server/proof/guard/goroutines_test.go knows "+
				"of %d\n\tbecause: "+
				"what panics on one and is not recovered ends the server: have it survive (server/sparse), then say how", file.path, n,
				goroutines[file.path].count))
		}
	}
	for name := range goroutines {
		if !seen[name] {
			faults = append(faults, name+" is not there any more")
		}
	}
	return faults
}

func TestEveryGoroutineOfTheServerSurvivesAPanic(t *testing.T) {
	for _, fault := range unsurvived(tree(t)) {
		t.Error(fault)
	}
}

func TestANewGoroutineIsFound(t *testing.T) {
	for _, code := range []string{"go f()", "w.Go(f)", "time.AfterFunc(1, f)"} {
		if n := startsOf(planted(t, "server/push/push.go", "package push\nfunc x() { "+code+" }\n")); n != 1 {
			t.Errorf("%s: found %d", code, n)
		}
	}
}
