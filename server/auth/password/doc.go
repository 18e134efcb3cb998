// Package password hashes passwords, verifies them, and refuses weak ones.
//
// A hash is argon2id with its parameters and salt written beside it in the PHC
// string format, so that parameters can be raised later: Check says which hashes
// should be renewed. Hashing is expensive on purpose. At most min(cores, 4)
// hashes run at once, a short queue waits, and beyond that ErrBusy is returned,
// so that a flood of sign-ins cannot take the memory that the chat needs.
package password
