package web

import (
	"encoding/json"
	"fmt"

	"github.com/confab/confab/shared/text"
)

const manifestPath = "/manifest.webmanifest"

// The desk's colour, --desk in css/tokens.css, as it comes out on screen. Windows of an installed app
// are painted with them before a style sheet is read.
const (
	DeskLight = "#f4efe7"
	DeskDark  = "#0d1117"
)

type manifest struct {
	ID              string         `json:"id"`
	Name            string         `json:"name"`
	ShortName       string         `json:"short_name"`
	Description     string         `json:"description"`
	Dir             string         `json:"dir"`
	StartURL        string         `json:"start_url"`
	Scope           string         `json:"scope"`
	Display         string         `json:"display"`
	BackgroundColor string         `json:"background_color"`
	ThemeColor      string         `json:"theme_color"`
	Categories      []string       `json:"categories"`
	Icons           []manifestIcon `json:"icons"`
	Shortcuts       []shortcut     `json:"shortcuts"`
}

// shortcut is offered by a launcher when the app's icon is held.
type shortcut struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type manifestIcon struct {
	Source  string `json:"src"`
	Type    string `json:"type"`
	Sizes   string `json:"sizes"`
	Purpose string `json:"purpose"`
}

// Manifest returns the manifest that makes the app installable. name is the workspace's, shown under
// the icon; empty means Confab. What the launcher shows is said in l, nil being English.
func Manifest(name string, l *text.Language) *Asset {
	if name == "" {
		name = "Confab"
	}
	icon := func(file, sizes, purpose string) manifestIcon {
		return manifestIcon{Source: "/web/icons/" + file, Type: contentType(file), Sizes: sizes, Purpose: purpose}
	}
	content, err := json.Marshal(manifest{
		ID: "/", StartURL: "/", Scope: "/", Display: "standalone",
		Name: name, ShortName: name,
		Description:     l.Say(text.AboutConfab),
		Dir:             l.Dir(),
		BackgroundColor: DeskLight, ThemeColor: DeskLight,
		Categories: []string{"social", "productivity"},
		Icons: []manifestIcon{
			icon("icon-192.png", "192x192", "any"),
			icon("icon-512.png", "512x512", "any"),
			icon("maskable-512.png", "512x512", "maskable"),
			icon("app-icon-mono.svg", "any", "monochrome"),
		},
		Shortcuts: []shortcut{{Name: l.Say(text.InvitePeople), URL: "/?invite=1"}},
	})
	if err != nil {
		panic(fmt.Sprintf("web: the manifest cannot be encoded: %v", err)) // strings only: never fails
	}
	return newAsset(manifestPath, content)
}
