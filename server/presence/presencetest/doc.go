// Package presencetest is the suite that each implementation of
// presence.Presence passes.
package presencetest
