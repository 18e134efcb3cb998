package catalog

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/text/languages"
)

// source is shared/text.
var source = os.DirFS("..")

func english(t *testing.T) *File {
	t.Helper()
	f, err := Read(source, Source)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestWhatIsGeneratedIsUpToDate(t *testing.T) {
	files, err := Generate(source)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := fs.ReadFile(source, name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("shared/text/%s is not what en.json makes it; run: go generate ./shared/text", name)
		}
	}
}

func TestEveryLanguageHasTheSentencesOfEnglish(t *testing.T) {
	own := english(t)
	names, err := fs.Glob(languages.Files, "*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		translated, err := Read(languages.Files, name)
		if err != nil {
			t.Error(err)
			continue
		}
		if want := strings.TrimSuffix(name, ".json"); translated.Locale != want {
			t.Errorf("%s calls itself %q", name, translated.Locale)
		}
		for _, line := range own.Differences(translated, nil) {
			t.Errorf("%s: %s", name, line)
		}
	}
}

// say says a message as package text does, by its other reader.
func say(message []node, args map[string]string, count string) string {
	var out strings.Builder
	for _, n := range message {
		value := args[n.argument]
		switch {
		case n.text != "":
			out.WriteString(n.text)
		case n.count:
			out.WriteString(count)
		case n.style == Plain || n.style == Number:
			out.WriteString(value)
		default:
			b := n.branch("=" + value)
			if n.style == Select {
				b = n.branch(value)
			}
			if b == nil && n.style == Plural && value == "1" {
				b = n.branch("one")
			}
			if b == nil {
				b = n.branch("other")
			}
			inner := ""
			if n.style == Plural {
				inner = value
			}
			out.WriteString(say(b.message, args, inner))
		}
	}
	return out.String()
}

// Two readers of messages, one that keeps a tree and one that does not, agree.
func FuzzBothReadersOfMessagesAgree(f *testing.F) {
	own, err := Read(source, Source)
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range own.Entries {
		f.Add(e.Message, int64(1), "Ann")
		f.Add(pseudo(&e), int64(7), "owner")
	}
	f.Add("it''s '{quoted} #' {n, plural, =0 {} one {# {name}} other {# '#' {name, select, a {} other {''}}}}", int64(0), "a")
	f.Fuzz(func(t *testing.T, message string, n int64, word string) {
		nodes, err := parse(message)
		if err != nil {
			return
		}
		list, err := uses(nodes)
		if err != nil {
			return
		}
		args := map[string]string{}
		for _, u := range list {
			args[u.name] = word
			if u.number {
				args[u.name] = strconv.FormatInt(n, 10)
			}
		}
		l := &text.Language{Sentences: map[string]string{"k": message}}
		if got, want := l.Translate("k", args, ""), say(nodes, args, ""); got != want && message != "" {
			t.Errorf("%q with %v is said as %q and as %q", message, args, got, want)
		}
	})
}

func TestACatalogueSaysWhatIsWrongWithIt(t *testing.T) {
	for content, want := range map[string]string{
		`[]`:                                    "not a JSON object",
		``:                                      "not a JSON object: EOF",
		`{"a": "x"`:                             "does not end",
		`{"A": "x"}`:                            "camel case",
		`{"a_b": "x"}`:                          "camel case",
		`{"a": "x", "a": "y"}`:                  "twice",
		`{"a": ""}`:                             "empty",
		`{"a": "x "}`:                           "blank",
		`{"a": "{"}`:                            "does not end",
		`{"a": "}"}`:                            "closes nothing",
		`{"a": "'{x"}`:                          "quotation",
		`{"a": "{B}"}`:                          "not a name",
		`{"a": "{n, date}"}`:                    "no style",
		`{"a": "{n, plural}"}`:                  "branches",
		`{"a": "{n, number, x}"}`:               "branches",
		`{"a": "{n, plural, one {x}}"}`:         "other is missing",
		`{"a": "{n, plural, 1 {x} other {y}}"}`: "no branch",
		`{"a": "{n, plural, other {y} other {y}}"}`:                  "twice",
		`{"a": "{n, plural, other {x}} {n, select, b {} other {}}"}`: "number and as a word",
		`{"@a": {"description": "x"}, "a": "y"}`:                     "before its sentence",
	} {
		_, err := Read(fstest.MapFS{"x.json": {Data: []byte(content)}}, "x.json")
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "%!") {
			t.Errorf("%s: %v, want %q", content, err, want)
		}
	}
}

func TestATranslationDiffersInNothingButWords(t *testing.T) {
	read := func(content string) *File {
		f, err := Read(fstest.MapFS{"x.json": {Data: []byte(content)}}, "x.json")
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	own := read(`{"a": "{name} has {n, plural, one {#} other {#}}", "b": "hello", "c": "x"}`)
	for content, want := range map[string]string{
		`{"a": "{n, plural, one {#} few {#} other {#}}: {name}", "b": "hallo"}`: "",
		`{"a": "{name}: {n}", "b": "hallo"}`:                                    "",
		`{"d": "x"}`:                                                            "no such sentence",
		`{"b": "{name}"}`:                                                       "does not have the argument name",
		`{"a": "{name}"}`:                                                       "without the argument n",
		`{"a": "{name, number} {n}"}`:                                           "as a text",
		`{"a": "{name} {n, plural, one {#} other {#}}"}`:                        "no branch few",
	} {
		got := strings.Join(own.Differences(read(content), []string{"one", "few"}), "\n")
		if (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", content, got, want)
		}
	}
}

// plain are letters that the language for tests has none of.
var plain = regexp.MustCompile(`[A-Za-z]`)

func TestTheLanguageForTestsLeavesNothingInEnglish(t *testing.T) {
	own := english(t)
	for i := range own.Entries {
		e := &own.Entries[i]
		nodes, err := parse(pseudo(e))
		if err != nil {
			t.Errorf("%s: %v", e.Key, err)
			continue
		}
		if lacks(nodes, "zero") || lacks(nodes, "many") {
			t.Errorf("%s: a plural does not have the six forms", e.Key)
		}
		args := map[string]string{}
		for _, u := range e.uses {
			args[u.name] = "5"
		}
		if said := say(nodes, args, ""); plain.MatchString(strings.ReplaceAll(said, "/other", "")) {
			t.Errorf("%s is said as %q", e.Key, said)
		}
	}
}

func TestTheLanguageForTestsIsLongerByAThirdWhicheverBranchIsSaid(t *testing.T) {
	for message, want := range map[string]string{
		"Here now": "⟦Ĥéŕé ñöŵ··⟧",
		"{who}":    "⟦online·⟧",
		"{who, select, online {Here now} other {Offline, and has been for a long while}}": "⟦Ĥéŕé ñöŵ··⟧",
		"Ann is {who, select, online {here now} other {offline}}":                         "⟦Åññ îš ĥéŕé ñöŵ····⟧",
	} {
		nodes, err := parse(message)
		if err != nil {
			t.Fatal(err)
		}
		nodes, err = parse(pseudo(&Entry{Message: message, nodes: nodes}))
		if err != nil {
			t.Fatal(err)
		}
		if got := say(nodes, map[string]string{"who": "online"}, ""); got != want {
			t.Errorf("%q is said as %q, want %q", message, got, want)
		}
	}
}

func TestEveryFileIsALanguage(t *testing.T) {
	entries, err := fs.ReadDir(source, "languages")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains([]string{".json", ".go"}, path.Ext(e.Name())) {
			t.Errorf("languages/%s is not read by anybody", e.Name())
		}
	}
}
