package web

import (
	"fmt"
	"io/fs"

	"github.com/confab/confab/shared/text/languages"
)

// language is a language of pages other than English, which is part of the program.
type language struct {
	Tag     string `json:"tag"`
	Dir     string `json:"dir"`
	Path    string `json:"path"`    // of its sentences
	Offered bool   `json:"offered"` // used if the browser asks for it, not only if the person chose it
}

// readLanguages adds the files of the languages to what is served.
func readLanguages(named map[string][]byte) error {
	for _, tag := range languages.Tags() {
		name := tag + ".json"
		content, err := fs.ReadFile(languages.Files, name)
		if err != nil {
			return fmt.Errorf("read a language: %w", err)
		}
		named["languages/"+name] = content
	}
	return nil
}

// languages returns the languages that are served, by their tags.
func (s *Set) languages() []language {
	list := []language{}
	for _, tag := range languages.Tags() {
		l := language{Tag: tag, Dir: "ltr", Path: s.hashed["languages/"+tag+".json"], Offered: tag != languages.Pseudo}
		if languages.RTL(tag) {
			l.Dir = "rtl"
		}
		list = append(list, l)
	}
	return list
}
