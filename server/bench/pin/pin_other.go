//go:build !linux

package pin

import "errors"

var errLinux = errors.New("pin: processes can be given a processor core on Linux only")

// Choose returns an error.
func Choose() (Cores, error) { return Cores{}, errLinux }

// Self returns an error.
func (c Cores) Self() error { return errLinux }

// Start returns an error.
func (c Cores) Start(func() error) error { return errLinux }
