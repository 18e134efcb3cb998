// Package dose says how much of something a test is to do: little in `make
// test`, which everybody runs after every change, much in `make soak`, which
// runs for hours.
package dose

import "os"

// Soak reports whether the long doses are wanted: CONFAB_SOAK=1.
func Soak() bool { return os.Getenv("CONFAB_SOAK") == "1" }

// Of returns test, or soak if the long doses are wanted.
func Of(test, soak int) int {
	if Soak() {
		return soak
	}
	return test
}
