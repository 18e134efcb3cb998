package guard

import (
	"fmt"
	"go/ast"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// crowds are the types that have too many methods with those that embedding gives them, and how many
// there may be. The list only gets shorter.
var crowds = map[string]int{
	"shared/wire.reader": 36, // the generated half of the codec calls the lexer's methods on it
}

// shape is what is known of a type that is declared.
type shape struct {
	embeds   []string // the types of ours that it embeds, as folder.Name
	pointers []string // and those of them that it embeds as pointers
	fields   int
	holds    map[string]bool // the types of ours that its fields are of, or point to, embedded ones left out
}

// shapes are the structs of the tree by folder.Name, tests left out.
func shapes(files []source) map[string]shape {
	all := map[string]shape{}
	for _, file := range files {
		if file.test || file.generated {
			continue
		}
		ast.Inspect(file.syntax, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if of, ok := spec.Type.(*ast.StructType); ok {
				all[file.dir+"."+spec.Name.Name] = file.shape(of)
			}
			return true
		})
	}
	return all
}

func (s source) shape(of *ast.StructType) shape {
	made := shape{holds: map[string]bool{}}
	for _, field := range of.Fields.List {
		made.fields += max(len(field.Names), 1)
		named, pointer := s.typeName(field.Type)
		switch {
		case named == "":
		case len(field.Names) > 0:
			made.holds[named] = true
		default:
			made.embeds = append(made.embeds, named)
			if pointer {
				made.pointers = append(made.pointers, named)
			}
		}
	}
	return made
}

// typeName is the type of a field as folder.Name, if it is one of ours, and whether it is pointed to.
func (s source) typeName(expr ast.Expr) (name string, pointer bool) {
	switch expr := expr.(type) {
	case *ast.StarExpr:
		name, _ = s.typeName(expr.X)
		return name, true
	case *ast.IndexExpr:
		return s.typeName(expr.X)
	case *ast.IndexListExpr:
		return s.typeName(expr.X)
	case *ast.Ident:
		return s.dir + "." + expr.Name, false
	case *ast.SelectorExpr:
		if pkg, ok := expr.X.(*ast.Ident); ok {
			if dir := s.imported(pkg.Name); dir != "" {
				return dir + "." + expr.Sel.Name, false
			}
		}
	}
	return "", false
}

// imported is the folder of ours that a file knows by a name, or "".
func (s source) imported(name string) string {
	for _, spec := range s.syntax.Imports {
		at, err := strconv.Unquote(spec.Path.Value)
		dir, ours := strings.CutPrefix(at, module)
		if err != nil || !ours {
			continue
		}
		if spec.Name != nil && spec.Name.Name == name || spec.Name == nil && path.Base(dir) == name {
			return dir
		}
	}
	return ""
}

// promoted adds to each type's methods those of what it embeds, however deep.
func promoted(files []source) map[string]map[string]bool {
	found, own, all := map[string]map[string]bool{}, methods(files), shapes(files)
	var gather func(name string, into, seen map[string]bool)
	gather = func(name string, into, seen map[string]bool) {
		if seen[name] {
			return
		}
		seen[name] = true
		maps.Copy(into, own[name])
		for _, embedded := range all[name].embeds {
			gather(embedded, into, seen)
		}
	}
	for _, name := range slices.Concat(slices.Collect(maps.Keys(own)), slices.Collect(maps.Keys(all))) {
		found[name] = map[string]bool{}
		gather(name, found[name], map[string]bool{})
	}
	return found
}

// swollen are the types with too many methods, and the lines of crowds that are too generous.
func swollen(files []source, known map[string]int) (faults []string) {
	all := promoted(files)
	for name, list := range all {
		if n, most := len(list), known[name]; n >= max(maxMethods, most+1) {
			faults = append(faults, fmt.Sprintf("%s has %d methods with those of what it embeds, fewer than %d\n\tbecause: "+
				"embedding hides that one thing does everything; hold it in a named field", name, n, max(maxMethods, most+1)))
		}
	}
	return faults
}

// mirroring are the types that embed a pointer to what they are a part of: nothing but that pointer, or
// one to a type that holds them.
func mirroring(files []source) map[string]string {
	all, found := shapes(files), map[string]string{}
	for name, of := range all {
		for _, whole := range of.pointers {
			if _, ours := all[whole]; ours && (of.fields == 1 || all[whole].holds[name]) {
				found[name] = whole
			}
		}
	}
	return found
}

func TestTypesHaveFewMethodsWithThoseTheyEmbed(t *testing.T) {
	for _, fault := range swollen(tree(t), crowds) {
		t.Error(fault)
	}
}

func TestNoPartEmbedsItsWhole(t *testing.T) {
	found := mirroring(tree(t))
	for _, name := range slices.Sorted(maps.Keys(found)) {
		t.Errorf("%s embeds *%s\n\tbecause: a part that embeds a pointer to its whole is the whole under another name, and "+
			"every part can do everything; give it a field for what it needs", name, found[name])
	}
}

func TestWhatEmbeddingHidesIsFound(t *testing.T) {
	whole := "package hub\ntype Hub struct { lanes lanes }\ntype lanes struct { *Hub; n int }\ntype rooms struct { *Hub }\ntype " +
		"tail struct { *lanes; to string }\n"
	for i := range maxMethods {
		whole += fmt.Sprintf("func (h *Hub) m%d() {}\n", i)
	}
	files := []source{
		planted(t, "server/hub/hub.go", whole),
		planted(t, "server/daemon/daemon.go",
			"package daemon\nimport \""+module+"server/hub\"\ntype part struct { hub.Hub }\ntype other struct { hub *hub.Hub }\n"),
	}
	if found := mirroring(files); len(found) != 2 || found["server/hub.lanes"] == "" || found["server/hub.rooms"] == "" {
		t.Errorf("found %q", found)
	}
	if faults := swollen(files, nil); len(faults) != 5 {
		t.Errorf("planted five, found %q", faults)
	}
	if faults := swollen(files[:1], map[string]int{"server/hub.Hub": maxMethods, "server/hub.rooms": maxMethods}); len(faults) != 2 {
		t.Errorf("planted two, found %q", faults)
	}
}
