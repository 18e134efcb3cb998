package engine

import (
	"time"

	"github.com/confab/confab/shared/wire"
)

// Phase says what the connection is doing.
type Phase string

// The phases.
const (
	PhaseStopped    Phase = "stopped"    // before Start and after Stop
	PhaseConnecting Phase = "connecting" // dialling, or catching up
	PhaseLive       Phase = "live"       // everything missed has been applied
	PhaseWaiting    Phase = "waiting"    // the next try is at RetryAt
	PhaseSignedOut  Phase = "signed_out" // sign in, then start anew
	PhaseRefused    Phase = "refused"    // the server refuses the connection, see Reason; Connect tries again
)

// Status is the state of the connection and of the device's Store.
type Status struct {
	Phase   Phase
	RetryAt time.Time   // in PhaseWaiting
	Reason  *wire.Error // why the last connection ended or was refused; nil when live
	Fails   int         // failed connections and attempts in a row; 0 once a connection has lasted
	Server  string      // the server's version as of the last welcome

	// Outdated: the server speaks another version of the protocol and did not accept
	// the hello. Stored data stays, and the engine tries again as after any failure,
	// but it cannot succeed before this program or the server has been replaced.
	Outdated bool

	Drains bool // this tab sends the outbox
	Kept   bool // there is a Store and it works: what waits to be sent survives a reload
}
