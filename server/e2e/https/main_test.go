package https

import (
	"testing"

	"github.com/confab/confab/server/proof/service"
)

func TestMain(m *testing.M) { service.Main(m) }
