// Package throttle slows down the guessing of passwords without giving anyone
// the means to lock somebody else out.
//
// An account's delays are counted for each network that tries it (an IPv4
// address, an IPv6 /64): after the fifth failure it must wait a second, then
// two, doubling to fifteen minutes. Others are not held up by it. When an
// account is being tried from many networks at once, each of them gets one
// try instead of five before its delays begin, so that many addresses are
// little help, while the owner's first try from anywhere is still heard.
// Beyond that, one network gets twenty failures in ten minutes, whatever
// accounts it tries. None of this concerns sessions that exist.
//
// A try counts as failed from its beginning until it is known to have
// succeeded, so that a hundred at once are not a hundred free tries.
//
// A Guard has everything in memory, behind one mutex held for a few map
// look-ups. A Gate is a Guard among the nodes of a cluster: what one lets
// through is also counted by a ratelimit.Limiter that they share, ten failures
// of a network on an account and twenty of a network in ten minutes. When that
// does not answer, each node goes by its Guard alone, with lower figures, since
// an attacker may be trying at the others as well. Sieges and the doubling of
// delays are always each node's own affair.
package throttle
