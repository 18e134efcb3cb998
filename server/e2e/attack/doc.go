// Package attack tries to knock the built program over from outside, in its default
// settings, one story for each way that was found. While a stranger or a member does
// their worst, two honest people go on talking, somebody signs in again and again, and
// what the server uses is watched. Each story has three verdicts besides its own:
//
//   - the honest people's time from send to delivery: in the best of a few windows under
//     attack, the p99 is within 20 % or 2 ms of the best quiet one. A window is compared
//     and not a sum, because the attacker's work is done by the same machine, and noise
//     only ever adds;
//   - everybody with the right password signs in, at the first try;
//   - the server's memory grows by no more than the story says, and its log by no more
//     than 64 KiB.
//
// Strangers come from addresses of their own in 127.0.0.0/8, so that they share no limit
// with the honest. The figures are printed.
//
// The stories compare times, so they want a machine that does nothing else: `make attack`
// runs them, one after another, and `make test` does not.
package attack
