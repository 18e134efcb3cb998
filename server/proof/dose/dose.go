// Package dose sets how much a test does: little in `make test`, which everybody
// runs after every change, much in `make soak`, which runs for hours.
package dose

import "os"

// Soak reports whether the long doses are requested: CONFAB_SOAK=1.
func Soak() bool { return os.Getenv("CONFAB_SOAK") == "1" }

// Of returns test, or soak if the long doses are requested.
func Of(test, soak int) int {
	if Soak() {
		return soak
	}
	return test
}
