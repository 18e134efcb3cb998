package text

import "strings"

// Language is a language that sentences are said in. The nil Language is
// English with plain digits. It is safe for concurrent use if its functions are.
type Language struct {
	Tag string // as in BCP 47: "en", "pt-BR"
	RTL bool   // written from right to left

	// Plural returns the category of CLDR for a whole number: "zero", "one", "two",
	// "few", "many" or "other". nil: that of English.
	Plural func(n int64) string
	// Number writes a whole number. nil: plain digits.
	Number func(n int64) string
	// Sentences are the messages by key. Those that are missing are said in English,
	// with the plural of English.
	Sentences map[string]string
}

// Dir is the direction of the language, as HTML's attribute dir names it.
func (l *Language) Dir() string {
	if l != nil && l.RTL {
		return "rtl"
	}
	return "ltr"
}

// The isolates of Unicode keep a name that is written in one direction from
// reordering a sentence that is written in the other (UAX #9).
const (
	isolate    = "\u2068"
	endIsolate = "\u2069"
)

// English reports whether everything is said in English.
func (l *Language) English() bool { return l == nil || l.Sentences == nil }

// Say returns the sentence as plain text.
func (l *Language) Say(t Text) string {
	s := t.parts()
	speaker, message := l.speaker(s.key, s.english)
	return speaker.say(message, s.args)
}

// Translate says the sentence with a key that came from elsewhere, as from the
// server, which sent its English too. It returns english if the language does not
// have it.
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

// Parts returns the sentence in pieces, for a page that marks its arguments.
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

// speaker returns the language in which there is a message for key, and the
// message: English stands in for what is missing.
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
