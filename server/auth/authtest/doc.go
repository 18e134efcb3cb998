// Package authtest builds a small workspace for tests: a store on disk, the
// rules, and an Auth with a clock that stands still and passwords that cost
// nothing. Nora owns the workspace Tideline.
package authtest
