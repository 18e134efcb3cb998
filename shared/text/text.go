package text

import "strings"

// Text is a sentence that somebody will read, with its arguments, independent of the
// language: [Language.Say] returns it in one. The zero value is an empty sentence.
//
// Texts are made by the functions and variables that are generated from en.json. A
// sentence that does not exist, or lacks an argument, therefore does not compile.
type Text struct{ s *sentence } // one pointer: the program passes hundreds of them

type sentence struct {
	key     string
	english string // the message in English, as it stands in en.json
	args    []Arg
}

// with returns the Text of a sentence with arguments. Their names are separated by
// blanks. It is not inlined, so that each sentence adds little to the program's size.
//
//go:noinline
func with(key, english, names string, values ...string) Text {
	args := make([]Arg, len(values))
	for i, value := range values {
		args[i].Name, names, _ = strings.Cut(names, " ")
		args[i].Value = value
	}
	return Text{&sentence{key, english, args}}
}

// parts returns what a Text is made of; for the zero Text an empty sentence.
func (t Text) parts() sentence {
	if t.s == nil {
		return sentence{}
	}
	return *t.s
}

// Arg is a value in a sentence: a name, a number as digits, or the word by which a
// select chooses.
type Arg struct{ Name, Value string }

// Received returns the Text of a sentence that was received with its key, arguments
// and English.
func Received(key string, args map[string]string, english string) Text {
	s := sentence{key: key, english: strings.NewReplacer("'", "''", "{", "'{'", "}", "'}'").Replace(english)}
	for name, value := range args {
		s.args = append(s.args, Arg{name, value})
	}
	return Text{&s}
}

// Key returns the name of the sentence in the language files. The meaning of a key
// never changes. It is "" for the zero Text.
func (t Text) Key() string { return t.parts().key }

// Args returns the arguments by name, nil if there are none.
func (t Text) Args() map[string]string {
	list := t.parts().args
	if len(list) == 0 {
		return nil
	}
	args := make(map[string]string, len(list))
	for _, a := range list {
		args[a.Name] = a.Value
	}
	return args
}

// IsZero reports whether t is the zero Text.
func (t Text) IsZero() bool { return t.s == nil }

// String returns the sentence in English.
func (t Text) String() string { return (*Language)(nil).Say(t) }
