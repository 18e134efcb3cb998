package service

import (
	"errors"

	"golang.org/x/sys/unix"
)

// untilStopped returns when each thread of a child that was sent SIGSTOP stands still, or when it has ended.
func untilStopped(pid int) error {
	for {
		err := unix.Waitid(unix.P_PID, pid, nil, unix.WSTOPPED, nil)
		switch {
		case errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.ECHILD): // it has ended
			return nil
		default:
			return err
		}
	}
}
