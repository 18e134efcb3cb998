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
// accounts it tries, and one more for every four that succeed: a school behind
// one address mistypes more often than a household. The IPv6 /56 and /48
// around a network are counted as well, since whoever has one /64 often has
// them all. A hundred tries at one account may fail that come from where its
// person never was, and then one each quarter of an hour. None of this concerns
// sessions that exist.
//
// From says what speaks for a try: a browser that somebody signed in to this
// account with (only its own tries at the account count for it), or a network
// in which the person has a session (only its own tries, and those of its
// network). What strangers do holds neither up, so nobody is locked out of
// where they usually are. From elsewhere, while an account is being guessed at
// by many, its person may have to wait like those.
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
