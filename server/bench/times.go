package bench

import (
	"math"
	"sync/atomic"
	"time"
)

// steps is the number of buckets of Times: 2 % apart, from 1 us to about
// eleven minutes.
const steps = 1024

var growth = math.Log(1.02)

// Times is a histogram of durations with a resolution of 2 %. It may be used by
// several goroutines.
type Times struct {
	count   atomic.Int64
	buckets [steps]atomic.Int64
}

// Note counts one duration; less than a microsecond counts as one.
func (t *Times) Note(d time.Duration) {
	us := max(float64(d)/float64(time.Microsecond), 1)
	t.buckets[min(int(math.Log(us)/growth), steps-1)].Add(1)
	t.count.Add(1)
}

// Add adds everything that other has counted.
func (t *Times) Add(other *Times) {
	t.count.Add(other.count.Load())
	for i := range other.buckets {
		t.buckets[i].Add(other.buckets[i].Load())
	}
}

// Count returns the number of durations noted.
func (t *Times) Count() int64 { return t.count.Load() }

// At returns the duration that the share p (0 to 1) of all did not exceed; 0 if
// none was noted.
func (t *Times) At(p float64) time.Duration {
	want := int64(math.Ceil(p * float64(t.count.Load())))
	var seen int64
	for i := range t.buckets {
		n := t.buckets[i].Load()
		if seen += n; n > 0 && seen >= want {
			return time.Duration(math.Exp(float64(i+1)*growth) * float64(time.Microsecond))
		}
	}
	return 0
}
