// Package token makes and verifies access tokens: JWTs signed with Ed25519 that
// say who somebody is, for ten minutes, and nothing about what they may do.
//
// Verification uses nothing of a token's header except the name of one of this
// server's own keys, and refuses everything that is not exactly what Issue makes.
// All refusals are ErrInvalid, so that they do not disclose which check failed.
package token
