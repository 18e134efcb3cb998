package https

import (
	"testing"

	"github.com/confab/confab/server/e2e/service"
)

func TestMain(m *testing.M) { service.Main(m) }
