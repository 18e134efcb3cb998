// Package token makes and verifies access tokens: JWTs signed with Ed25519
// that say who somebody is, for ten minutes, and nothing about what they may do.
//
// Verification trusts nothing in a token's header but the name of one of our
// own keys, and refuses everything that is not exactly what Issue makes. All
// refusals are the one error ErrInvalid: which check failed is nobody's
// business.
package token
