package text

import "strconv"

// Text is a sentence that somebody will read, with its arguments, in no
// language yet: [Language.Say] says it in one. The zero value says nothing.
//
// Texts are made by the functions and variables that are generated from en.json,
// so that a sentence that does not exist, or lacks an argument, does not compile.
type Text struct {
	key     string
	english string // the message in English, as it stands in en.json
	args    []Arg
}

// Arg is a value that is put into a sentence: a name, a number as digits, or a
// word that a select chooses by.
type Arg struct{ Name, Value string }

// number is the Arg of a whole number.
func number(name string, n int) Arg { return Arg{name, strconv.Itoa(n)} }

// Key is the name of the sentence in the language files; it never changes its
// meaning. "" for the zero Text.
func (t Text) Key() string { return t.key }

// Args returns the arguments by name, nil if there are none.
func (t Text) Args() map[string]string {
	if len(t.args) == 0 {
		return nil
	}
	args := make(map[string]string, len(t.args))
	for _, a := range t.args {
		args[a.Name] = a.Value
	}
	return args
}

// IsZero reports whether t says nothing.
func (t Text) IsZero() bool { return t.key == "" }

// String returns the sentence in English.
func (t Text) String() string { return (*Language)(nil).Say(t) }
