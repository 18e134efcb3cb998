// Command gen writes the part of package wire that lists fields: how the objects
// that come in numbers are read and written, without reflection, and which room a
// request names whose command is ordered by room. It is made from the
// declarations of the types and the commands, so that a field stands in one place.
//
// Run it with go generate ./shared/wire; a test here fails when what it wrote is
// not what the types say.
package main

import "os"

func main() {
	code, err := generate(".")
	if err == nil {
		err = os.WriteFile(file, code, 0o644)
	}
	if err != nil {
		_, _ = os.Stderr.WriteString("gen: " + err.Error() + "\n") // there is nowhere else to say it
		os.Exit(1)
	}
}
