package engine

import (
	"time"

	"github.com/confab/confab/shared/wire"
)

// Phase is where the connection is.
type Phase string

// The phases.
const (
	PhaseStopped    Phase = "stopped"    // before Start and after Stop
	PhaseConnecting Phase = "connecting" // dialling, or catching up
	PhaseLive       Phase = "live"       // everything missed has been applied
	PhaseWaiting    Phase = "waiting"    // the next try is at RetryAt
	PhaseSignedOut  Phase = "signed_out" // sign in, then start anew
	PhaseRefused    Phase = "refused"    // the server does not want this connection: Reason; Connect tries again
)

// Status is how things stand with the server and the device.
type Status struct {
	Phase   Phase
	RetryAt time.Time   // in PhaseWaiting
	Reason  *wire.Error // why the last connection ended or was refused; nil when live
	Fails   int         // connections and attempts lost in a row; 0 once one has lasted
	Server  string      // the server's version as of the last welcome

	// Outdated: the server did not take our hello, so it speaks another version
	// of the protocol. What is kept stays, and it is asked again as after any
	// failure; but before this program or the server is replaced it will not help.
	Outdated bool

	Drains bool // this tab sends the outbox
	Kept   bool // the Store works: what is written survives a reload
}
