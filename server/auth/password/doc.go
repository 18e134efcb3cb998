// Package password hashes, checks and judges passwords.
//
// A hash is argon2id with its parameters and salt written beside it in the PHC
// string format, so that parameters can be raised later: Check says which
// hashes should be made anew. Hashing is expensive on purpose; at most
// min(cores, 4) run at once, a short queue waits, and beyond that ErrBusy is
// returned, so that a flood of sign-ins cannot take the memory of the chat.
package password
