//go:build attack

package attack

import (
	"os"
	"testing"

	"github.com/confab/confab/server/e2e/instance"
)

func TestMain(m *testing.M) {
	if _, err := instance.Binary(); err != nil {
		println(err.Error())
		os.Exit(1)
	}
	os.Exit(m.Run())
}
