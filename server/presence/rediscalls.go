package presence

import (
	"context"
	"hash/fnv"
	"maps"
	"strconv"

	"github.com/redis/go-redis/v9"
)

const (
	// slots is the number of parts into which people are divided, so that a Redis
	// Cluster can spread them over its nodes.
	slots = 64
	// most is how many people are sent in one round trip. Redis does nothing else
	// meanwhile, for about 0.5 ms.
	most = 100
)

// userState is the state of a person on a node, as sent to Redis.
type userState struct {
	user  string
	state string // empty: no state, only compute the combined one
}

// put runs putScript for all states, and returns the combined states that changed.
// With an error it may return some of them.
func (s *syncer) put(ctx context.Context, states []userState, dead []string) (map[string]string, error) {
	var in [slots][]userState
	for _, w := range states {
		n := slotOf(w.user)
		in[n] = append(in[n], w)
	}
	changed := map[string]string{}
	var runs []run
	people := 0 // number of people in the runs of this trip
	for n, list := range in {
		for len(list) > 0 {
			some := list[:min(most, len(list))]
			list = list[len(some):]
			if people += len(some); people > most {
				if err := s.trip(ctx, runs, changed); err != nil {
					return changed, err
				}
				runs, people = nil, len(some)
			}
			runs = append(runs, s.putRun(n, some, dead))
		}
	}
	return changed, s.trip(ctx, runs, changed)
}

// run is one run of putScript.
type run struct {
	keys []string
	args []any
}

func (s *syncer) putRun(slot int, states []userState, dead []string) run {
	one := run{
		keys: []string{s.key("online", slot)},
		args: []any{s.r.link.Node(), s.r.expire.Milliseconds(), len(dead)},
	}
	for _, node := range dead {
		one.args = append(one.args, node)
	}
	for _, w := range states {
		one.keys = append(one.keys, s.key("presence", slot)+":"+w.user)
		one.args = append(one.args, w.user, w.state)
	}
	return one
}

// trip executes runs in one round trip, and in another those for which Redis
// needs the script's text. It adds the combined states that changed to changed.
func (s *syncer) trip(ctx context.Context, runs []run, changed map[string]string) error {
	again, err := s.pipe(ctx, runs, putScript.EvalSha, changed)
	if err != nil || len(again) == 0 {
		return err
	}
	_, err = s.pipe(ctx, again, putScript.Eval, changed)
	return err
}

// call runs a script.
type call func(ctx context.Context, c redis.Scripter, keys []string, args ...any) *redis.Cmd

// pipe executes runs in one round trip, and returns those whose script Redis does
// not have.
func (s *syncer) pipe(ctx context.Context, runs []run, how call, changed map[string]string) (again []run, err error) {
	if len(runs) == 0 {
		return nil, nil
	}
	pipe := s.r.link.Client().Pipeline()
	answers := make([]*redis.Cmd, len(runs))
	for i, one := range runs {
		answers[i] = how(ctx, pipe, one.keys, one.args...)
	}
	_, _ = pipe.Exec(ctx) // each command has its own error
	for i, a := range answers {
		list, failed := a.StringSlice()
		if redis.HasErrorPrefix(failed, "NOSCRIPT") {
			again = append(again, runs[i])
		} else if err == nil {
			err = failed
		}
		for j := 0; j+1 < len(list); j += 2 {
			changed[list[j]] = list[j+1]
		}
	}
	return again, err
}

// combined returns everybody's combined state from Redis.
func (s *syncer) combined(ctx context.Context) (map[string]string, error) {
	const atOnce = 8 // hashes per round trip, so that Redis can serve others in between
	all := map[string]string{}
	for n := 0; n < slots; n += atOnce {
		pipe := s.r.link.Client().Pipeline()
		var answers [atOnce]*redis.MapStringStringCmd
		for i := range answers {
			answers[i] = pipe.HGetAll(ctx, s.key("online", n+i))
		}
		if _, err := pipe.Exec(ctx); err != nil {
			return nil, err
		}
		for _, a := range answers {
			maps.Copy(all, a.Val())
		}
	}
	return all, nil
}

// beat sends a heartbeat. It returns whether this node was unknown, and which
// nodes are dead.
func (s *syncer) beat(ctx context.Context) (unknown bool, dead []string, err error) {
	found, err := s.nodes(ctx, beatScript, s.r.link.Node(), s.r.dead.Milliseconds()).StringSlice()
	if err != nil {
		return false, nil, err
	}
	return found[0] == "1", found[1:], nil
}

// removeDead removes dead nodes whose entries have been deleted.
func (s *syncer) removeDead(ctx context.Context, dead []string) error {
	if len(dead) == 0 {
		return nil
	}
	args := []any{s.r.dead.Milliseconds()}
	for _, node := range dead {
		args = append(args, node)
	}
	return s.nodes(ctx, removeDeadScript, args...).Err()
}

// retire makes this node count as dead after a while.
func (s *syncer) retire(ctx context.Context) error {
	return s.nodes(ctx, retireScript, s.r.link.Node(), (s.r.dead - s.r.leave).Milliseconds()).Err()
}

func (s *syncer) nodes(ctx context.Context, script *redis.Script, args ...any) *redis.Cmd {
	return script.Run(ctx, s.r.link.Client(), []string{s.r.link.Key("nodes")}, args...)
}

func (s *syncer) key(kind string, slot int) string {
	return s.r.link.Key(kind + ":{" + strconv.Itoa(slot) + "}")
}

func slotOf(user string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(user)) // it never fails
	return int(h.Sum32() % slots)
}
