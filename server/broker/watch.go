package broker

import "sync"

// watch tells those who want to know whether hints of other nodes arrive.
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

// down tells that hints no longer arrive, once.
func (w *watch) down() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.up {
		w.tellLocked(false)
	}
}

// back tells that hints arrive, and that some may have been lost before.
func (w *watch) back() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tellLocked(true)
}

// look tells that some were lost although they arrive. While they do not there
// is no need to: back is going to.
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
