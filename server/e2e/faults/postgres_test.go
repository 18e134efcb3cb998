package faults

import (
	"testing"
	"time"

	"github.com/confab/confab/server/proof/dose"
)

// PostgreSQL is restarted, killed, and its connections are cut, under people on
// three nodes who go on writing. Acks pause; none is false, and nothing is
// lost, doubled or out of order.
func TestFaultPostgres(t *testing.T) {
	const people = 24
	c := starts3(t, people, 4, people/4)
	all := c.gathers()
	hush := c.chatter(all, 20*time.Millisecond, everybody)
	for range dose.Of(1, 20) {
		for name, befalls := range map[string]func(){
			"connections cut": func() {
				for range 3 {
					c.postgres.Terminate()
					all.more(people)
				}
			},
			"restarted": c.postgres.Restart,
			"killed": func() {
				c.postgres.Kill()
				c.says("200 degraded: PostgreSQL")
				c.postgres.Start()
			},
		} {
			all.more(people * 5)
			befalls()
			begin := time.Now()
			all.more(people * 2)
			c.says("200 ok")
			t.Logf("%s: everybody writes again after %v", name, time.Since(begin))
		}
	}
	hush()
	all.rests()
	all.leave()
	report := c.verdict(all.rec)
	if report.Acked < people*20 {
		t.Errorf("only %d messages were acknowledged: too few for a proof", report.Acked)
	}
}
