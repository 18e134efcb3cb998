package pin

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"

	"golang.org/x/sys/unix"
)

// widest is the number of cores that are looked at.
const widest = 1024

// Choose picks the cores: the first two that this process may use. It returns an
// error if there is only one.
func Choose() (Cores, error) {
	var may unix.CPUSet
	if err := unix.SchedGetaffinity(0, &may); err != nil {
		return Cores{}, fmt.Errorf("pin: %w", err)
	}
	var found []int
	for i := 0; i < widest && len(found) < 2; i++ {
		if may.IsSet(i) {
			found = append(found, i)
		}
	}
	if len(found) < 2 {
		return Cores{}, errors.New("pin: this process may use one processor core only, and two are needed")
	}
	return Cores{Server: found[0], Generator: found[1]}, nil
}

// Self moves every thread of this process to the generator's core. Threads and
// processes created later run there too, except those of Start.
func (c Cores) Self() error {
	// New threads inherit the core of those that make them: two rounds catch
	// what is made meanwhile.
	for range 2 {
		threads, err := os.ReadDir("/proc/self/task")
		if err != nil {
			return fmt.Errorf("pin: %w", err)
		}
		for _, t := range threads {
			tid, err := strconv.Atoi(t.Name())
			if err != nil {
				return fmt.Errorf("pin: %w", err)
			}
			if err := move(tid, c.Generator); err != nil && !errors.Is(err, unix.ESRCH) {
				return err
			}
		}
	}
	runtime.GOMAXPROCS(1)
	return nil
}

// Start calls start, which starts a process, so that the process runs on the
// server's core from the beginning.
func (c Cores) Start(start func() error) (err error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var before unix.CPUSet
	if err := unix.SchedGetaffinity(0, &before); err != nil {
		return fmt.Errorf("pin: %w", err)
	}
	if err := move(0, c.Server); err != nil {
		return err
	}
	defer func() {
		if back := unix.SchedSetaffinity(0, &before); err == nil && back != nil {
			err = fmt.Errorf("pin: %w", back)
		}
	}()
	return start()
}

func move(tid, core int) error {
	var set unix.CPUSet
	set.Set(core)
	if err := unix.SchedSetaffinity(tid, &set); err != nil {
		return fmt.Errorf("pin: %w", err)
	}
	return nil
}
