package broker_test

import (
	"testing"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/broker/brokertest"
)

func TestMemory(t *testing.T) {
	brokertest.Run(t, func(t *testing.T) brokertest.Backend {
		m := broker.NewMemory()
		return brokertest.Backend{Node: func(*testing.T) broker.Broker { return m }}
	})
}
