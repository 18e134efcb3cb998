package presence

import "github.com/redis/go-redis/v9"

// nowLua sets now to Redis's time in ms.
const nowLua = `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
`

// putScript stores the states of people on the node ARGV[1], valid for ARGV[2]
// ms. It deletes the entries of the dead nodes ARGV[4...], ARGV[3] in number, and
// computes each person's combined state. The rest of ARGV are users and states,
// and KEYS[2...] their sets; KEYS[1] is the hash of combined states. It returns
// users and combined states, of those whose combined state changed.
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

// beatScript stores a heartbeat of the node ARGV[1]. It returns 1 if the node was
// unknown or declared dead; otherwise 0, and then the nodes without a heartbeat
// for ARGV[2] ms.
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

// removeDeadScript removes the nodes ARGV[2...], except those with a heartbeat within
// ARGV[1] ms.
var removeDeadScript = redis.NewScript(nowLua + `
for i = 2, #ARGV do
	local was = redis.call('ZSCORE', KEYS[1], ARGV[i])
	if was and now - was >= tonumber(ARGV[1]) then
		redis.call('ZREM', KEYS[1], ARGV[i])
	end
end
return 0
`)

// retireScript sets the last heartbeat of the node ARGV[1] to ARGV[2] ms ago.
var retireScript = redis.NewScript(nowLua + `
return redis.call('ZADD', KEYS[1], now - ARGV[2], ARGV[1])
`)
