package pin

import "fmt"

// Cores are the two cores of a measurement, by their numbers.
type Cores struct{ Server, Generator int }

// String describes the cores for a report.
func (c Cores) String() string {
	return fmt.Sprintf("server on core %d, generator on core %d", c.Server, c.Generator)
}
