package webui

import (
	"fmt"
	"html/template"
	"sync"

	"github.com/confab/confab/server/language"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
)

// english are the templates of whoever asks for no other language, and of the
// shell, which is the same for everyone until the boot script translates it.
var english = template.Must(parse(language.English))

// spoken are the templates by language, except English.
var spoken sync.Map

// templatesIn returns the templates with the sentences of a language.
func templatesIn(l *text.Language) *template.Template {
	if l == language.English {
		return english
	}
	if known, ok := spoken.Load(l.Tag); ok {
		return known.(*template.Template)
	}
	// The same files were parsed for English at the start, so this cannot fail.
	made, _ := spoken.LoadOrStore(l.Tag, template.Must(parse(l)))
	return made.(*template.Template)
}

// parse reads the templates. Each sentence is a function there, by its name in
// package text, so that one that does not exist is found when the program starts:
//
//	{{say SignIn}}                       a sentence
//	{{rich (InvitedYouTo .Name) "b"}}    the same with its arguments in elements
//	{{lang}} {{dir}}                     of the language, for the root element
func parse(l *text.Language) (*template.Template, error) {
	functions := template.FuncMap{
		"say":    l.Say,
		"rich":   func(t text.Text, tags ...string) template.HTML { return rich(l.Parts(t), tags) },
		"lang":   func() string { return l.Tag },
		"dir":    l.Dir,
		"sprite": func() string { return rowhtml.Sprite },
	}
	for name, sentence := range text.All() {
		if plain, ok := sentence.(text.Text); ok {
			functions[name] = func() text.Text { return plain }
		} else {
			functions[name] = sentence
		}
	}
	t, err := template.New("").Funcs(functions).ParseFS(pageFiles, "pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("webui: read the templates: %w", err)
	}
	return t, nil
}

// rich returns a sentence as HTML, with its arguments in elements. tags are the
// elements' names, from templates; all text is escaped.
func rich(parts []text.Part, tags []string) template.HTML {
	var out string
	for _, p := range parts {
		piece := template.HTMLEscapeString(p.Text)
		for i := len(tags) - 1; i >= 0 && p.Arg != ""; i-- {
			piece = "<" + tags[i] + ">" + piece + "</" + tags[i] + ">"
		}
		out += piece
	}
	return template.HTML(out)
}
