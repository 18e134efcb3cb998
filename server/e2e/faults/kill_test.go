package faults

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/confab/confab/server/proof/dose"
)

// kills is how often the server is killed in one story: the tokens of its
// people are good for ten minutes.
const kills = 25

// The server is killed under 32 writers, 25 times, or 500. They go on writing
// all the time; what it acknowledged must be there, once and in order, each
// time it is back. What follows the log has each message once.
func TestFaultKill(t *testing.T) {
	for range dose.Of(1, 20) {
		killsUnderWriters(t)
	}
}

func killsUnderWriters(t *testing.T) {
	w := office(t)
	s := serve(t, w.Data, "--limits", "off")
	c := gathers(t, s.URL, w)
	stop := c.keepsWriting(w, (*member).writes)
	var took restarts
	for range kills {
		c.more(50 + rand.IntN(900))
		<-time.After(rand.N(20 * time.Millisecond)) // in the midst of whatever it does
		s.Kill()
		took.again(t, s, c)
	}
	stop()
	report := verdict(t, s, w, c.rec)
	took.areQuick(t)
	if report.Acked < kills*50 {
		t.Errorf("only %d messages were acknowledged: too few for a proof", report.Acked)
	}
	if n := c.total((*member).connections); n < writers*kills/2 {
		t.Errorf("only %d connections: the server was not missed", n)
	}
}
