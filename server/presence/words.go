package presence

import (
	"context"
	"hash/fnv"
	"maps"
	"strconv"

	"github.com/redis/go-redis/v9"
)

const (
	// places is the number of parts into which people are divided: slots on a
	// Redis Cluster.
	places = 64
	// most is how many people are sent in one round trip. Redis does nothing else
	// meanwhile, for about 0.5 ms.
	most = 100
)

// word is the state of a person on a node, as sent to Redis.
type word struct {
	user  string
	state string // empty: no state, only compute the combined one
}

// put runs putScript for all words, and returns the combined states that changed.
// With an error it may return some of them.
func (k *keeper) put(ctx context.Context, words []word, dead []string) (map[string]string, error) {
	var in [places][]word
	for _, w := range words {
		n := placeOf(w.user)
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
				if err := k.trip(ctx, runs, changed); err != nil {
					return changed, err
				}
				runs, people = nil, len(some)
			}
			runs = append(runs, k.words(n, some, dead))
		}
	}
	return changed, k.trip(ctx, runs, changed)
}

// run is one run of putScript.
type run struct {
	keys []string
	args []any
}

func (k *keeper) words(place int, words []word, dead []string) run {
	one := run{
		keys: []string{k.key("online", place)},
		args: []any{k.r.link.Node(), k.r.expire.Milliseconds(), len(dead)},
	}
	for _, node := range dead {
		one.args = append(one.args, node)
	}
	for _, w := range words {
		one.keys = append(one.keys, k.key("presence", place)+":"+w.user)
		one.args = append(one.args, w.user, w.state)
	}
	return one
}

// trip executes runs in one round trip, and in another those for which Redis
// needs the script's text. It adds the combined states that changed to changed.
func (k *keeper) trip(ctx context.Context, runs []run, changed map[string]string) error {
	again, err := k.pipe(ctx, runs, putScript.EvalSha, changed)
	if err != nil || len(again) == 0 {
		return err
	}
	_, err = k.pipe(ctx, again, putScript.Eval, changed)
	return err
}

// call runs a script.
type call func(ctx context.Context, c redis.Scripter, keys []string, args ...any) *redis.Cmd

// pipe executes runs in one round trip, and returns those whose script Redis does
// not have.
func (k *keeper) pipe(ctx context.Context, runs []run, how call, changed map[string]string) (again []run, err error) {
	if len(runs) == 0 {
		return nil, nil
	}
	pipe := k.r.link.Client().Pipeline()
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

// looks returns everybody's combined state from Redis.
func (k *keeper) looks(ctx context.Context) (map[string]string, error) {
	const atOnce = 8 // hashes per round trip, so that Redis can serve others in between
	all := map[string]string{}
	for n := 0; n < places; n += atOnce {
		pipe := k.r.link.Client().Pipeline()
		var answers [atOnce]*redis.MapStringStringCmd
		for i := range answers {
			answers[i] = pipe.HGetAll(ctx, k.key("online", n+i))
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
func (k *keeper) beat(ctx context.Context) (unknown bool, dead []string, err error) {
	found, err := k.nodes(ctx, beatScript, k.r.link.Node(), k.r.dead.Milliseconds()).StringSlice()
	if err != nil {
		return false, nil, err
	}
	return found[0] == "1", found[1:], nil
}

// bury removes dead nodes whose entries have been deleted.
func (k *keeper) bury(ctx context.Context, dead []string) error {
	if len(dead) == 0 {
		return nil
	}
	args := []any{k.r.dead.Milliseconds()}
	for _, node := range dead {
		args = append(args, node)
	}
	return k.nodes(ctx, buryScript, args...).Err()
}

// retire makes this node count as dead after a while.
func (k *keeper) retire(ctx context.Context) error {
	return k.nodes(ctx, retireScript, k.r.link.Node(), (k.r.dead - k.r.leave).Milliseconds()).Err()
}

func (k *keeper) nodes(ctx context.Context, script *redis.Script, args ...any) *redis.Cmd {
	return script.Run(ctx, k.r.link.Client(), []string{k.r.link.Key("nodes")}, args...)
}

func (k *keeper) key(kind string, place int) string {
	return k.r.link.Key(kind + ":{" + strconv.Itoa(place) + "}")
}

func placeOf(user string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(user)) // it never fails
	return int(h.Sum32() % places)
}
