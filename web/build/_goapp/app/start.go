package app

// Start runs what is dispatched, forever, and then draws what that changed. What is waiting already when
// it begins is drawn together. It needs no rate of frames: the browser paints once a frame however often
// the page changes, and package ui gathers what the server sends.
func (e *engineX) Start(int) {
	e.processFrame()
	for {
		select {
		case dispatch := <-e.dispatches:
			dispatch()
			for range len(e.dispatches) {
				(<-e.dispatches)()
			}
			e.processFrame()
		case <-e.ctx.Done():
			return
		}
	}
}
