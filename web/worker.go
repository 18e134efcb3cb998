package web

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/confab/confab/shared/emoji/data"
)

const workerPath = "/sw.js"

// workerConfig is the configuration of the service worker. Its fields are described where sw.js uses them.
type workerConfig struct {
	Version   string   `json:"version"`
	Cache     string   `json:"cache"`
	Shell     string   `json:"shell"`
	Essential []string `json:"essential"`
	Optional  []string `json:"optional"`
	Used      []string `json:"used"`
	Pages     []string `json:"pages"`
}

// Worker returns the service worker, to be served at its Path. shell is the page that the server
// answers at "/": the worker stores it when it is installed, so a changed shell makes a new worker.
// The shell must not depend on who asks for it.
func (s *Set) Worker(shell []byte) *Asset {
	config := workerConfig{
		Version:   s.version,
		Cache:     "confab-" + fingerprint([]byte(s.version), shell),
		Shell:     "/",
		Essential: []string{"/", s.URL("app.js"), s.URL(compilerFile), s.URL("confab.css")},
		Optional: []string{
			s.URL("icons/sprite.svg"), stable["icons/sprite.svg"], stable["icons/logo.svg"],
			stable["favicon.ico"], stable["icons/icon-192.png"], manifestPath,
		},
		Used:  []string{s.URL(emojiFile)},
		Pages: ServerPages(),
	}
	for _, tag := range data.Languages {
		config.Used = append(config.Used, s.URL(wordsFile(tag)))
	}
	for _, name := range scripts {
		config.Used = append(config.Used, s.URL(name))
	}
	for _, l := range s.languages() {
		config.Used = append(config.Used, l.Path)
	}
	if program, err := s.Program(); err == nil {
		config.Essential = append(config.Essential, program)
	}
	encoded, err := json.Marshal(config)
	if err != nil {
		panic(fmt.Sprintf("web: strings cannot be encoded: %v", err)) // json.Marshal of strings never fails
	}
	script := []byte(strings.Replace(s.worker, "__CONFIG__", string(encoded), 1))
	return newAsset(workerPath, script)
}
