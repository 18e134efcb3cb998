package webpage

import (
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"sync"

	"github.com/confab/confab/server/language"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
)

//go:embed parts.html
var parts embed.FS

// Templates are the templates of some pages. They are safe for concurrent use.
type Templates struct {
	files   fs.FS
	english *template.Template
	spoken  sync.Map // by language, except English
}

// Must returns the templates in files, all pages/*.html. It panics if one cannot be
// read, which is a mistake in the build.
//
// Each sentence is a function there, by its name in package text, so that one that does
// not exist is found when the program starts:
//
//	{{say SignIn}}                       a sentence
//	{{rich (InvitedYouTo .Name) "b"}}    the same with its arguments in elements
//	{{lang}} {{dir}}                     of the language, for the root element
func Must(files fs.FS) *Templates {
	return &Templates{files: files, english: template.Must(parse(files, language.English))}
}

// In returns the templates with the sentences of a language.
func (t *Templates) In(l *text.Language) *template.Template {
	if l == language.English {
		return t.english
	}
	if known, ok := t.spoken.Load(l.Tag); ok {
		return known.(*template.Template)
	}
	// The same files were parsed for English at the start, so this cannot fail.
	made, _ := t.spoken.LoadOrStore(l.Tag, template.Must(parse(t.files, l)))
	return made.(*template.Template)
}

func parse(files fs.FS, l *text.Language) (*template.Template, error) {
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
	t, err := template.New("").Funcs(functions).ParseFS(parts, "parts.html")
	if err == nil {
		t, err = t.ParseFS(files, "pages/*.html")
	}
	if err != nil {
		return nil, fmt.Errorf("webpage: read the templates: %w", err)
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
