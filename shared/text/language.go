package text

import "strings"

// Language is a language in which sentences are shown. The nil Language is English
// with plain digits. A Language is safe for concurrent use if its functions are.
type Language struct {
	Tag string // as in BCP 47: "en", "pt-BR"
	RTL bool   // written from right to left

	// Plural returns the CLDR plural category of a whole number: "zero", "one", "two",
	// "few", "many" or "other". nil: the categories of English.
	Plural func(n int64) string
	// Number formats a whole number. nil: plain digits.
	Number func(n int64) string
	// Sentences are the messages by key. Missing ones are shown in English, with the
	// plurals of English.
	Sentences map[string]string
}

// Dir returns the language's direction as a value of HTML's attribute dir.
func (l *Language) Dir() string {
	if l != nil && l.RTL {
		return "rtl"
	}
	return "ltr"
}

// Unicode's isolates, which prevent a name written in one direction from reordering a
// sentence written in the other (UAX #9).
const (
	isolate    = "\u2068"
	endIsolate = "\u2069"
)

// English reports whether all sentences are in English.
func (l *Language) English() bool { return l == nil || l.Sentences == nil }

// Say returns the sentence as plain text.
func (l *Language) Say(t Text) string {
	s := t.parts()
	speaker, message := l.speaker(s.key, s.english)
	return speaker.say(message, s.args)
}

// Translate returns the sentence with a key that was received, for example from the
// server, which sends the English sentence too. It returns english if the language
// does not have the key.
func (l *Language) Translate(key string, args map[string]string, english string) string {
	if l == nil || l.Sentences[key] == "" {
		return english
	}
	list := make([]Arg, 0, len(args))
	for name, value := range args {
		list = append(list, Arg{name, value})
	}
	return l.say(l.Sentences[key], list)
}

// Part is a piece of a sentence: its own words, or one of its arguments.
type Part struct {
	Text string
	Arg  string // the argument's name; "" for the sentence's own words
}

// Parts returns the sentence in pieces, for a page that marks up the arguments.
func (l *Language) Parts(t Text) []Part {
	said := t.parts()
	speaker, message := l.speaker(said.key, said.english)
	var parts []Part
	f := formatter{speaker, said.args, func(s, arg string) {
		if arg != "" && speaker != nil && speaker.RTL {
			s = isolate + s + endIsolate
		}
		if last := len(parts) - 1; arg == "" && last >= 0 && parts[last].Arg == "" {
			parts[last].Text += s
		} else if s != "" {
			parts = append(parts, Part{s, arg})
		}
	}}
	f.run(message, "")
	return parts
}

// speaker returns the language that has a message for key, and the message. It is
// English if l does not have one.
func (l *Language) speaker(key, english string) (*Language, string) {
	if l == nil || l.Sentences == nil {
		return l, english
	}
	if message := l.Sentences[key]; message != "" {
		return l, message
	}
	return &Language{Tag: "en", Number: l.Number}, english
}

func (l *Language) say(message string, args []Arg) string {
	if !strings.ContainsAny(message, "{'") {
		return message
	}
	var out []byte
	f := formatter{l, args, func(s, arg string) {
		if arg != "" && l != nil && l.RTL {
			s = isolate + s + endIsolate
		}
		out = append(out, s...)
	}}
	f.run(message, "")
	return string(out)
}
