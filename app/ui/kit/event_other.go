//go:build !js

package kit

import (
	"github.com/confab/confab/app/platform"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

func eventOf(app.Event) platform.Event { return platform.Event{} }
