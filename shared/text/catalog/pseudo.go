package catalog

import (
	"strings"
	"unicode/utf8"
)

// accented are the letters of the language for tests.
var accented = strings.NewReplacer(
	"A", "Å", "B", "Ɓ", "C", "Ç", "D", "Ð", "E", "É", "F", "Ƒ", "G", "Ĝ", "H", "Ĥ", "I", "Î", "J", "Ĵ", "K", "Ķ", "L", "Ļ", "M", "Ṁ",
	"N", "Ñ", "O", "Ö", "P", "Þ", "Q", "Ǫ", "R", "Ŕ", "S", "Š", "T", "Ţ", "U", "Û", "V", "Ṽ", "W", "Ŵ", "X", "Ẋ", "Y", "Ý", "Z", "Ž",
	"a", "å", "b", "ƀ", "c", "ç", "d", "ð", "e", "é", "f", "ƒ", "g", "ĝ", "h", "ĥ", "i", "î", "j", "ĵ", "k", "ķ", "l", "ļ", "m", "ɱ",
	"n", "ñ", "o", "ö", "p", "þ", "q", "ǫ", "r", "ŕ", "s", "š", "t", "ţ", "u", "û", "v", "ṽ", "w", "ŵ", "x", "ẋ", "y", "ý", "z", "ž",
)

// The brackets around every sentence of the language for tests. Text outside of them
// was not translated, and a sentence without its closing bracket was cut off.
const (
	openPseudo  = "⟦"
	closePseudo = "⟧"
)

// pseudo returns a message in the language for tests: with accents, and longer by a
// third and the brackets, so that tests find places where it does not fit. Each plural
// has all six forms, and each form contains its name.
func pseudo(e *Entry) string {
	var out strings.Builder
	out.WriteString(openPseudo)
	writePseudo(&out, e.nodes)
	out.WriteString(closePseudo)
	return out.String()
}

// writePseudo writes a message, or one branch of it, and a point for every three of its
// own characters. An argument counts as its name.
func writePseudo(out *strings.Builder, message []node) {
	long := 0
	for _, n := range message {
		switch {
		case n.text != "":
			long += utf8.RuneCountInString(n.text)
			out.WriteString(quoted.Replace(accented.Replace(n.text)))
		case n.count:
			out.WriteByte('#')
		case n.style == Plain:
			long += len(n.argument)
			out.WriteString("{" + n.argument + "}")
		case n.style == Number:
			long += len(n.argument)
			out.WriteString("{" + n.argument + ", number}")
		default:
			out.WriteString("{" + n.argument + ", " + string(n.style) + ",")
			for _, b := range n.branches {
				if n.style == Plural && !strings.HasPrefix(b.selector, "=") {
					continue
				}
				out.WriteString(" " + b.selector + " {")
				writePseudo(out, b.message)
				out.WriteString("}")
			}
			if n.style == Plural {
				for _, category := range categories {
					out.WriteString(" " + category + " {")
					writePseudo(out, n.branch("other").message)
					out.WriteString("/" + category + "}")
				}
			}
			out.WriteString("}")
		}
	}
	out.WriteString(strings.Repeat("·", long/3))
}

// quoted protects what means something in a message.
var quoted = strings.NewReplacer("'", "''", "{", "'{'", "}", "'}'", "#", "'#'")
