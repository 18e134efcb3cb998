package attack

import (
	"fmt"
	"os"
	"testing"

	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/server/proof/service"
)

func TestMain(m *testing.M) {
	if _, err := instance.Binary(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	service.Main(m)
	for _, which := range []**place{&common, &control} {
		if err := leave(which); err != nil {
			fmt.Fprintln(os.Stderr, "attack:", err)
		}
	}
}
