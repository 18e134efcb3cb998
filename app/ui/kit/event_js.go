package kit

import (
	"github.com/confab/confab/app/platform"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

func eventOf(e app.Event) platform.Event { return platform.EventOf(app.Bare(e.Value)) }
