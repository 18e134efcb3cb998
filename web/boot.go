package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"

	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/text/languages"
)

// ServerPages returns the path prefixes that the server answers itself: with a page of its own, with
// data, or with a socket. The program hands navigation to them back to the browser, and the service
// worker neither stores nor answers them. Every other path is the program's: it gets the shell.
func ServerPages() []string {
	return []string{
		"/api", "/ws", "/files", "/signin", "/signout", "/join", "/setup", "/reset",
		"/sw.js", "/livez", "/readyz", "/.well-known",
	}
}

// bootSource is what the boot script is made from.
type bootSource struct {
	exec   []byte // the toolchain's wasm_exec.js; nil before the first build
	script []byte // boot.js
}

func readBoot(files fs.FS) (bootSource, error) {
	script, err := fs.ReadFile(files, "boot.js")
	if err != nil {
		return bootSource{}, fmt.Errorf("read the boot script: %w", err)
	}
	exec, err := fs.ReadFile(files, "dist/wasm_exec.js")
	if err != nil {
		exec = nil // not built: the script then says so instead of starting a program
	}
	return bootSource{exec: exec, script: script}, nil
}

// Words returns what is said before the program runs, in English, by key. The page that starts it
// marks with data-say what the boot script says in another language.
func Words() map[string]string {
	words := map[string]string{}
	for _, t := range []text.Text{
		text.BrowserTooOld, text.CannotLoad, text.HasStopped, text.NeedsJavaScript, text.NotBuilt, text.NotStarted,
		text.PartNotLoaded, text.Reload, text.StillLoading,
		text.EnterSends(text.KeyEnter.String()), text.JumpTo, text.KeyEnter, text.LoadingMessages, text.Message,
		text.OpeningConfab, text.Rooms, text.SkipToComposer,
	} {
		words[t.Key()] = t.String()
	}
	return words
}

// bootConfig is what the script is told. Its fields are described where boot.js uses them.
type bootConfig struct {
	Version   string            `json:"version"`
	Wasm      string            `json:"wasm"`
	Worker    string            `json:"worker"`
	Pages     []string          `json:"pages"`
	Languages []language        `json:"languages"`
	Cookie    string            `json:"cookie"` // where a person's choice is kept
	Words     map[string]string `json:"words"`  // the script's own sentences and the shell's, in English
	Env       map[string]string `json:"env"`
}

// render returns the script for one version of the program; wasm is its URL, or "" if not built.
func (b bootSource) render(version, wasm string, spoken []language) ([]byte, error) {
	config, err := json.Marshal(bootConfig{
		Version:   version,
		Wasm:      wasm,
		Worker:    workerPath,
		Pages:     ServerPages(),
		Languages: spoken,
		Cookie:    languages.Cookie,
		Words:     Words(),
		Env: map[string]string{
			"GOAPP_VERSION":              version,
			"GOAPP_ROOT_PREFIX":          "",
			"GOAPP_STATIC_RESOURCES_URL": "/web",
		},
	})
	if err != nil {
		return nil, fmt.Errorf("encode the boot script's configuration: %w", err)
	}
	script := bytes.Replace(b.script, []byte("__CONFIG__"), config, 1)
	return append(append(bytes.Clone(b.exec), '\n'), script...), nil
}
