package hub

import "github.com/confab/confab/shared/limits"

// sendQueue holds the frames of a link that wait to be written, in order. Its
// zero value is empty. The link's mutex guards it.
type sendQueue struct {
	frames []frame
	bytes  int  // of frames, and of what the flusher is writing
	flight int  // how many frames the flusher is writing
	torn   bool // frames[0] is the rest of a frame of which the peer has the beginning
}

func (q *sendQueue) add(f frame) {
	q.frames = append(q.frames, f)
	q.bytes += len(f)
}

// full reports whether f would exceed what may wait for a slow reader.
func (q *sendQueue) full(f frame) bool {
	return len(q.frames)+q.flight >= limits.SessionQueueFrames || q.bytes+len(f) > limits.SessionQueueBytes
}

// half reports whether half of what may wait is waiting.
func (q *sendQueue) half() bool {
	return len(q.frames)+q.flight >= limits.SessionQueueFrames/2 || q.bytes >= limits.SessionQueueBytes/2
}

// takeWith empties the queue and returns its frames with f after them. Nothing
// may be in flight.
func (q *sendQueue) takeWith(f frame) frame {
	if len(q.frames) == 0 {
		return f
	}
	all := make(frame, 0, q.bytes+len(f))
	for _, waiting := range q.frames {
		all = append(all, waiting...)
	}
	q.drop()
	return append(all, f...)
}

// drop discards everything.
func (q *sendQueue) drop() { q.frames, q.bytes = nil, 0 }

// dropWhole discards the frames of which the peer has nothing yet.
func (q *sendQueue) dropWhole() {
	n := 0
	if q.torn {
		n = 1
	}
	for _, f := range q.frames[min(n, len(q.frames)):] {
		q.bytes -= len(f)
	}
	q.frames = q.frames[:min(n, len(q.frames))]
}

// take moves frames into part, flushPart bytes at most; they are in flight until
// written is called. A longer frame is taken in pieces.
func (q *sendQueue) take(part []byte) []byte {
	n := 0
	for n < len(q.frames) && len(part) < flushPart {
		f := q.frames[n]
		if room := flushPart - len(part); len(f) > room {
			part = append(part, f[:room]...)
			q.frames[n] = f[room:]
			q.torn = true
			break
		}
		part = append(part, f...)
		q.torn = false
		n++
	}
	q.flight = n
	clear(q.frames[:n]) // the frames may be collected
	q.frames = q.frames[n:]
	if len(q.frames) == 0 {
		q.frames = nil
	}
	return part
}

// written notes that n bytes are no longer in flight.
func (q *sendQueue) written(n int) {
	q.flight = 0
	q.bytes -= n
}
