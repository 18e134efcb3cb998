package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// spoken are the languages whose names of emoji are kept.
var spoken = []string{"ar", "es", "fr", "hi", "zh"}

// called is what CLDR calls an emoji in a language.
type called struct {
	Default []string `json:"default"` // keywords
	TTS     []string `json:"tts"`     // its name
}

// words makes the files of what emoji are called in other languages, a line for each emoji of emoji.txt in its
// order, from the two folders of CLDR's annotations.
func words(single, derived string) error {
	list, err := os.ReadFile(filepath.Join("shared", "emoji", "data", "emoji.txt"))
	if err != nil {
		return err
	}
	for _, tag := range spoken {
		names := map[string]called{}
		for folder, key := range map[string]string{
			filepath.Join(single, "annotations"): "annotations", filepath.Join(derived, "annotationsDerived"): "annotationsDerived",
		} {
			content, err := os.ReadFile(filepath.Join(folder, tag, "annotations.json"))
			if err != nil {
				return err
			}
			var file map[string]struct{ Annotations map[string]called }
			if err := json.Unmarshal(content, &file); err != nil {
				return fmt.Errorf("read the names in %s: %w", tag, err)
			}
			for char, c := range file[key].Annotations {
				names[bare(char)] = c
			}
		}
		if err := keepWords(tag, string(list), names); err != nil {
			return err
		}
	}
	return nil
}

// keepWords writes the file of a language.
func keepWords(tag, list string, names map[string]called) error {
	var lines, packed bytes.Buffer
	for line := range strings.Lines(list) {
		char, _, ok := strings.Cut(line, "\t")
		if !ok {
			continue
		}
		c := names[bare(char)]
		fmt.Fprintln(&lines, strings.Join(slices.Concat(c.TTS, without(c.Default, c.TTS)), " "))
	}
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(lines.Bytes()); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join("shared", "emoji", "data", "words-"+tag+".txt.gz"), packed.Bytes(), 0o644)
}

func without(all, some []string) []string {
	return slices.DeleteFunc(all, func(s string) bool { return slices.Contains(some, s) })
}

// bare is an emoji without the selectors that CLDR leaves out.
func bare(char string) string { return strings.ReplaceAll(char, "\uFE0F", "") }
