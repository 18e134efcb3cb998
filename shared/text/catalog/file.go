package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// File is the catalogue of one language.
type File struct {
	Locale  string
	Entries []Entry // in the order in which they stand
}

// Entry is a sentence.
type Entry struct {
	Key     string
	Message string
	Note    string // for translators
	nodes   []node
	uses    []use
}

// Read reads a catalogue. Its error names everything that is wrong with the file.
func Read(files fs.FS, name string) (*File, error) {
	content, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	var f File
	d := json.NewDecoder(bytes.NewReader(content))
	if open, err := d.Token(); err != nil {
		return nil, fmt.Errorf("%s: not a JSON object: %w", name, err)
	} else if open != json.Delim('{') {
		return nil, fmt.Errorf("%s: not a JSON object", name)
	}
	var wrong []error
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if err := f.member(d, key.(string)); err != nil {
			var syntax *json.SyntaxError
			wrong = append(wrong, fmt.Errorf("%s: %s: %w", name, key, err))
			if errors.As(err, &syntax) {
				break
			}
		}
	}
	if _, err := d.Token(); err != nil && len(wrong) == 0 {
		return nil, fmt.Errorf("%s: the object does not end: %w", name, err)
	}
	return &f, errors.Join(wrong...)
}

// member reads the value of a key.
func (f *File) member(d *json.Decoder, key string) error {
	if noted, ok := strings.CutPrefix(key, "@"); ok && key != "@@locale" {
		var note struct {
			Description string `json:"description"`
		}
		if err := d.Decode(&note); err != nil {
			return err
		}
		e := f.Entry(noted)
		if e == nil {
			return errors.New("it stands before its sentence, or has none")
		}
		e.Note = note.Description
		return nil
	}
	var message string
	if err := d.Decode(&message); err != nil {
		return err
	}
	if key == "@@locale" {
		f.Locale = message
		return nil
	}
	if !isName(key) {
		return errors.New("a key is a name in camel case")
	}
	if f.Entry(key) != nil {
		return errors.New("it is there twice")
	}
	if strings.TrimSpace(message) != message || message == "" {
		return errors.New("it is empty, or begins or ends with a blank")
	}
	e := Entry{Key: key, Message: message}
	var err error
	if e.nodes, err = parse(message); err == nil {
		e.uses, err = uses(e.nodes)
	}
	f.Entries = append(f.Entries, e)
	return err
}

// Entry returns the sentence with a key, nil if there is none.
func (f *File) Entry(key string) *Entry {
	for i := range f.Entries {
		if f.Entries[i].Key == key {
			return &f.Entries[i]
		}
	}
	return nil
}

// Differences returns the faults of a translation of f: sentences that f does not
// have, and arguments that differ from those of f. A missing sentence is not a fault,
// because it is shown in English. forms are the plural categories that the language
// uses; each plural must have all of them.
func (f *File) Differences(translated *File, forms []string) []string {
	var wrong []string
	for _, e := range translated.Entries {
		own := f.Entry(e.Key)
		if own == nil {
			wrong = append(wrong, e.Key+": English has no such sentence")
			continue
		}
		names := map[string]use{}
		for _, u := range own.uses {
			names[u.name] = u
		}
		for _, u := range e.uses {
			if known, ok := names[u.name]; !ok || u.number && !known.number {
				wrong = append(wrong, e.Key+": English does not have the argument "+u.name+", or has it as a text")
			}
			delete(names, u.name)
		}
		for name := range names {
			wrong = append(wrong, e.Key+": it does without the argument "+name)
		}
		for _, form := range forms {
			if lacks(e.nodes, form) {
				wrong = append(wrong, e.Key+": a plural has no branch "+form)
			}
		}
	}
	return wrong
}

// lacks reports whether a plural in message has no branch for a category.
func lacks(message []node, form string) bool {
	for _, n := range message {
		if n.style == Plural && n.branch(form) == nil {
			return true
		}
		for _, b := range n.branches {
			if lacks(b.message, form) {
				return true
			}
		}
	}
	return false
}
