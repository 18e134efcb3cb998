package main

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"
)

// field is one field of a struct.
type field struct {
	name     string // in Go
	key      string // in JSON
	omit     bool   // if it is empty
	embedded bool
	typ      ast.Expr
}

// declared is what a package declares, by name.
type declared struct {
	structs  map[string][]field
	basic    map[string]string // what named types are made of: "string", "int64"
	requests []string          // of commands, in the order of the files
	ordered  map[string]bool   // those of commands that are ordered by room
}

// parse reads the declarations of the package in a directory, what is generated
// apart.
func parse(dir string) (*declared, error) {
	names, err := fs.Glob(os.DirFS(dir), "*.go")
	if err != nil {
		return nil, err
	}
	all := &declared{structs: map[string][]field{}, basic: map[string]string{}, ordered: map[string]bool{}}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || name == file {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), dir+"/"+name, nil, 0)
		if err != nil {
			return nil, err
		}
		for _, d := range f.Decls {
			group, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range group.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					all.note(spec)
				case *ast.ValueSpec:
					all.commands(spec)
				}
			}
		}
	}
	return all, nil
}

// note takes in the declaration of a type.
func (a *declared) note(spec *ast.TypeSpec) {
	switch t := spec.Type.(type) {
	case *ast.Ident:
		a.basic[spec.Name.Name] = t.Name
	case *ast.StructType:
		a.structs[spec.Name.Name] = fields(t)
	}
}

// commands takes in the commands that a declaration has.
func (a *declared) commands(spec *ast.ValueSpec) {
	for _, v := range spec.Values {
		row, ok := v.(*ast.CompositeLit)
		if !ok {
			continue
		}
		request := requestOf(row.Type)
		if request == "" {
			continue
		}
		if !slices.Contains(a.requests, request) {
			a.requests = append(a.requests, request)
		}
		for _, e := range row.Elts {
			set, ok := e.(*ast.KeyValueExpr)
			if ok && isName(set.Key, "Lane") && isName(set.Value, "LaneRoom") {
				a.ordered[request] = true
			}
		}
	}
}

// requestOf is the request of a command, an upload or a download; "" for any other
// type.
func requestOf(t ast.Expr) string {
	var of, first ast.Expr
	switch t := t.(type) {
	case *ast.IndexListExpr:
		of, first = t.X, t.Indices[0]
	case *ast.IndexExpr:
		of, first = t.X, t.Index
	}
	if isName(of, "Command") || isName(of, "Upload") || isName(of, "Download") {
		return first.(*ast.StarExpr).X.(*ast.Ident).Name // a pointer to it
	}
	return ""
}

// isName reports whether an expression is a name alone.
func isName(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// fields are those of a struct that stand in JSON.
func fields(t *ast.StructType) (all []field) {
	for _, f := range t.Fields.List {
		if len(f.Names) == 0 {
			if of, ok := f.Type.(*ast.Ident); ok {
				all = append(all, field{name: of.Name, embedded: true, typ: f.Type})
			}
			continue
		}
		if f.Tag == nil {
			continue
		}
		key, options, _ := strings.Cut(reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("json"), ",")
		for _, name := range f.Names {
			all = append(all, field{name: name.Name, key: key, omit: options == "omitempty", typ: f.Type})
		}
	}
	return all
}

// of is the struct of a name.
func (a *declared) of(name string) ([]field, error) {
	if all, ok := a.structs[name]; ok {
		return all, nil
	}
	return nil, errors.New("there is no struct " + name)
}
