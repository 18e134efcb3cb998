package broker

import "sync"

// watch calls the watchers when hints of other nodes stop arriving or arrive
// again.
type watch struct {
	mu  sync.Mutex
	up  bool
	fns []func(up bool)
}

func (w *watch) add(fn func(up bool)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fns = append(w.fns, fn)
	if !w.up {
		fn(false)
	}
}

// down reports once that hints no longer arrive.
func (w *watch) down() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.up {
		w.tellLocked(false)
	}
}

// back reports that hints arrive, and that some may have been lost before.
func (w *watch) back() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tellLocked(true)
}

// look reports that some hints were lost although they arrive. While they do not
// arrive it does nothing, because back follows.
func (w *watch) look() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.up {
		w.tellLocked(true)
	}
}

func (w *watch) tellLocked(up bool) {
	w.up = up
	for _, fn := range w.fns {
		fn(up)
	}
}
