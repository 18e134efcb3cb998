// Package throttle slows down the guessing of passwords without enabling anyone
// to lock somebody else out.
//
// An account's delays are counted for each network that tries it (an IPv4
// address, an IPv6 /64): after the fifth failure it must wait a second, then two,
// doubling to fifteen minutes. Other networks are not delayed. When an account is
// tried from many networks at once, each of them gets one try instead of five
// before its delays begin, so that many addresses help little, while the owner's
// first try from anywhere is still admitted. Beyond that, one network gets twenty
// failures in ten minutes over all accounts, and one more for every four tries
// that succeed: a school behind one address mistypes more often than a household.
// The IPv6 /56 and /48 around a network are counted as well, since the owner of
// one /64 often has them all. A hundred failures are allowed at one account from
// places where its person never was, and then one each quarter of an hour. None
// of this affects existing sessions.
//
// From describes what distinguishes a try from a stranger's: a browser that
// somebody signed in to this account with (only its own tries at the account
// count for it), or a network in which the person has a session (only its own
// tries, and those of its network). Tries of strangers delay neither, so nobody
// is locked out of where they usually are. From elsewhere, while many guess at an
// account, its person may have to wait as strangers do.
//
// A try counts as failed from its beginning until it is known to have succeeded,
// so that a hundred at once are not a hundred free tries.
//
// A Guard has everything in memory, behind one mutex that is held for a few map
// look-ups. A Gate extends a Guard to the nodes of a cluster: what its Guard
// admits is also counted by a ratelimit.Limiter that the nodes share, with ten
// failures of a network on an account and twenty of a network in ten minutes.
// When that limiter does not answer, each node uses its Guard alone, with lower
// limits, since an attacker may be trying at the other nodes as well. The limits
// per account over all networks, and the doubling of delays, are counted by each
// node for itself.
package throttle
