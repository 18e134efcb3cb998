package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"

	"github.com/confab/confab/shared/emoji/data"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/text/languages"
)

// ServerPages returns the path prefixes that the server answers itself: with a page of its own, with
// data, or with a socket. The program leaves navigation to them to the browser, and the service worker
// neither stores nor answers them. Every other path belongs to the program and is answered with the shell.
func ServerPages() []string {
	return []string{
		"/api", "/ws", "/files", "/signin", "/signout", "/join", "/setup", "/address", "/reset", "/admin", "/account", "/device",
		"/emoji", "/sw.js", "/livez", "/readyz", "/.well-known",
	}
}

// bootSource is what the boot script is made from.
type bootSource struct {
	exec   []byte // the toolchain's wasm_exec.js; nil before the first build
	script []byte // first.js, back.js and boot.js
}

func readBoot(files fs.FS) (bootSource, error) {
	var script []byte
	for _, name := range []string{"first.js", "back.js", "boot.js"} {
		part, err := fs.ReadFile(files, name)
		if err != nil {
			return bootSource{}, fmt.Errorf("read the boot script: %w", err)
		}
		script = append(script, part...)
	}
	exec, err := fs.ReadFile(files, "dist/wasm_exec.js")
	if err != nil {
		exec = nil // not built: the script says so instead of starting the program
	}
	return bootSource{exec: exec, script: script}, nil
}

// Words returns the English sentences that are shown before the program runs, by key. The page marks
// with data-say the elements whose text the boot script translates.
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

// bootConfig is the configuration of the script. Its fields are described where boot.js uses them.
type bootConfig struct {
	Version   string            `json:"version"`
	Wasm      string            `json:"wasm"`
	Compiler  string            `json:"compiler"`
	Worker    string            `json:"worker"`
	Pages     []string          `json:"pages"`
	Languages []language        `json:"languages"`
	Emoji     string            `json:"emoji"`
	Called    map[string]string `json:"called"` // where it is said what emoji are called, by language
	Scripts   map[string]string `json:"scripts"`
	Cookie    string            `json:"cookie"` // where a person's choice is kept
	Words     map[string]string `json:"words"`  // the script's own sentences and the shell's, in English
	Env       map[string]string `json:"env"`
}

// called returns the addresses of what emoji are called, by language.
func called(urls map[string]string) map[string]string {
	found := map[string]string{}
	for _, tag := range data.Languages {
		found[tag] = urls[wordsFile(tag)]
	}
	return found
}

// later returns the addresses of the scripts that are loaded when they are used, by their names.
func later(urls map[string]string) map[string]string {
	found := map[string]string{}
	for _, name := range scripts {
		found[name] = urls[name]
	}
	return found
}

// render returns the script for one version of the program; urls has those of the files by their names,
// without app.wasm if it is not built.
func (b bootSource) render(version string, urls map[string]string, spoken []language) ([]byte, error) {
	config, err := json.Marshal(bootConfig{
		Version:   version,
		Wasm:      urls["app.wasm"],
		Compiler:  urls[compilerFile],
		Worker:    workerPath,
		Pages:     ServerPages(),
		Languages: spoken,
		Emoji:     urls[emojiFile],
		Called:    called(urls),
		Scripts:   later(urls),
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
