//go:build !js

package compose

import (
	"testing"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/wire"
)

func TestEverySentenceOfTheListIsTranslated(t *testing.T) {
	hosttest.InPseudo(t)
	c, _ := opened(t, "general")
	c.list.at = trigger{mark: '@', query: "ma"}
	c.list.found = append(suggestPeople([]wire.User{hosttest.Mara}, "ma", 3, func(string) bool { return true }),
		suggestEveryone(hosttest.General, "")...)
	hosttest.Translated(t, "the composer with a list of people", hosttest.Page(c.View()))
	hosttest.Wants(t, hosttest.Page(c.View()), `id="suggestion-mara"`, `aria-activedescendant="suggestion-mara"`)
}

func TestEverySentenceOfTheRecorderIsTranslated(t *testing.T) {
	hosttest.InPseudo(t)
	c := records(t)
	hosttest.Translated(t, "the recorder", hosttest.Page(c.View()))
	c.voice.told(platform.RecordStopped, platform.File{})
	hosttest.Translated(t, "what was recorded", hosttest.Page(c.View()))
}
