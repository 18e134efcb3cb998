package presence_test

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/confab/confab/server/broker"
)

// secret is the key that the nodes of a test share.
var secret = broker.Secret{Key: []byte("the nodes of a test all know this")}

func TestMain(m *testing.M) {
	// A pool that could not connect and was closed sleeps a second more.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/redis/go-redis/v9/internal/pool.(*ConnPool).tryDial"))
}
