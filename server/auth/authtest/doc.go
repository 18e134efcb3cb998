// Package authtest builds a small workspace for tests: a store on disk, the rules
// of chat, and an Auth whose clock stands still and whose passwords are cheap to
// hash. Nora owns the workspace Tideline.
package authtest
