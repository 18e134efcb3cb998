package presence

import (
	"context"
	"hash/fnv"
	"maps"
	"strconv"

	"github.com/redis/go-redis/v9"
)

const (
	// places is how many parts people are divided into: slots on a Redis Cluster.
	places = 64
	// most is how many people one round trip is about: Redis does nothing else
	// meanwhile, some 0.5 ms.
	most = 100
)

// word is a node's word on how a person looks from there.
type word struct {
	user  string
	state string // empty: none, only put together what there is
}

// nowLua sets now to Redis's time in ms.
const nowLua = `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
`

// putScript gives the word of the node ARGV[1], good for ARGV[2] ms, on people,
// takes back the words of the dead nodes ARGV[4...], ARGV[3] in number, and puts
// together how each person looks. The rest of ARGV are users and states, and
// KEYS[2...] their sets; KEYS[1] is the hash of looks. It returns users and
// looks, of those who look different now.
var putScript = redis.NewScript(nowLua + `
local node, expire, deaths = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local dead, changed = {}, {}
for i = 4, 3 + deaths do
	dead[ARGV[i]] = true
end
local at = 4 + deaths
for k = 2, #KEYS do
	local key, user, state = KEYS[k], ARGV[at], ARGV[at + 1]
	at = at + 2
	redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
	if state ~= '' then
		redis.call('ZREM', key, 'online ' .. node, 'away ' .. node)
		if state ~= 'offline' then
			redis.call('ZADD', key, now + expire, state .. ' ' .. node)
			redis.call('PEXPIRE', key, expire)
		end
	end
	local look = 'offline'
	for _, word in ipairs(redis.call('ZRANGE', key, 0, -1)) do
		local said, by = string.match(word, '^(%a+) (.*)$')
		if dead[by] then
			redis.call('ZREM', key, word)
		elseif look ~= 'online' then
			look = said
		end
	end
	if look ~= (redis.call('HGET', KEYS[1], user) or 'offline') then
		if look == 'offline' then
			redis.call('HDEL', KEYS[1], user)
		else
			redis.call('HSET', KEYS[1], user, look)
		end
		table.insert(changed, user)
		table.insert(changed, look)
	end
end
return changed
`)

// beatScript gives a sign of life of the node ARGV[1]. It returns 1 if the
// node was not known or taken for dead, otherwise 0, and then the nodes that
// have given none for ARGV[2] ms.
var beatScript = redis.NewScript(nowLua + `
local was = redis.call('ZSCORE', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[1], now, ARGV[1])
local found = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
if was and now - was < tonumber(ARGV[2]) then
	table.insert(found, 1, '0')
else
	table.insert(found, 1, '1')
end
return found
`)

// buryScript forgets the nodes ARGV[2...], but for those that have given a
// sign of life within ARGV[1] ms.
var buryScript = redis.NewScript(nowLua + `
for i = 2, #ARGV do
	local was = redis.call('ZSCORE', KEYS[1], ARGV[i])
	if was and now - was >= tonumber(ARGV[1]) then
		redis.call('ZREM', KEYS[1], ARGV[i])
	end
end
return 0
`)

// retireScript has the node ARGV[1] look as if its last sign of life was
// ARGV[2] ms ago.
var retireScript = redis.NewScript(nowLua + `
return redis.call('ZADD', KEYS[1], now - ARGV[2], ARGV[1])
`)

// put runs putScript for all words, and returns how those look who look
// different now; also with an error, as some may.
func (k *keeper) put(ctx context.Context, words []word, dead []string) (map[string]string, error) {
	var in [places][]word
	for _, w := range words {
		n := placeOf(w.user)
		in[n] = append(in[n], w)
	}
	changed := map[string]string{}
	var runs []run
	people := 0 // in runs
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

// trip does runs in one round trip, adding who looks different to changed, and
// in another those for which Redis has to be told the script.
func (k *keeper) trip(ctx context.Context, runs []run, changed map[string]string) error {
	again, err := k.pipe(ctx, runs, putScript.EvalSha, changed)
	if err != nil || len(again) == 0 {
		return err
	}
	_, err = k.pipe(ctx, again, putScript.Eval, changed)
	return err
}

// call is how a script is run.
type call func(ctx context.Context, c redis.Scripter, keys []string, args ...any) *redis.Cmd

// pipe does runs in one round trip, and returns those whose script Redis does
// not know.
func (k *keeper) pipe(ctx context.Context, runs []run, how call, changed map[string]string) (again []run, err error) {
	if len(runs) == 0 {
		return nil, nil
	}
	pipe := k.r.link.Client().Pipeline()
	answers := make([]*redis.Cmd, len(runs))
	for i, one := range runs {
		answers[i] = how(ctx, pipe, one.keys, one.args...)
	}
	_, _ = pipe.Exec(ctx) // each answer has its error
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

// looks returns how everybody looks, by Redis.
func (k *keeper) looks(ctx context.Context) (map[string]string, error) {
	const atOnce = 8 // hashes, so that Redis has time for others in between
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

// beat gives a sign of life. It returns whether this node was unknown, and
// which nodes are dead.
func (k *keeper) beat(ctx context.Context) (unknown bool, dead []string, err error) {
	found, err := k.nodes(ctx, beatScript, k.r.link.Node(), k.r.dead.Milliseconds()).StringSlice()
	if err != nil {
		return false, nil, err
	}
	return found[0] == "1", found[1:], nil
}

// bury forgets dead nodes, whose words have been taken back.
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

// retire has this node dead after a while.
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
