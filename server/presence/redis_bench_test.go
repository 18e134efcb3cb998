package presence_test

import (
	"fmt"
	"testing"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/presence"
	"github.com/confab/confab/server/proof/service"
)

// BenchmarkRedisCrowd connects a thousand people to one node at once and waits
// until all are announced.
func BenchmarkRedisCrowd(b *testing.B) {
	r := service.StartRedis(b)
	l := newLink(b, r.URL(), "node")
	br := broker.NewRedis(l, secret)
	defer br.Close()
	p := presence.NewRedis(l, br)
	defer p.Close()
	crowd := 0
	for b.Loop() {
		crowd++
		for i := range 1000 {
			if err := p.Connect(b.Context(), fmt.Sprint("user ", crowd, "/", i), "phone"); err != nil {
				b.Fatal(err)
			}
		}
		eventually(b, "all are announced", p.Told)
	}
}
