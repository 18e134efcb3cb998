package main

import (
	"errors"
	"go/ast"
	"go/format"
	"slices"
	"strconv"
	"strings"
)

// file is what is generated, in the package's directory.
const file = "codec_gen.go"

// What is read and written without reflection. What the objects contain comes by
// itself.
var (
	objects  = []string{"Event", "Page", "Ack", "User"} // both ways
	requests = []string{"Send"}                         // read only, and only if every field is known
)

// alike are the fields that are often the same in one object as in the last one,
// whose memory they then share.
var alike = map[string]bool{"Event.Room": true, "Event.Author": true, "Event.Kind": true}

// raw are the types that hold JSON as it is written. A method of reader with the
// type's name, in lower case, reads them.
var raw = map[string]bool{"Detail": true}

// generator writes code.
type generator struct {
	*declared
	b     strings.Builder
	done  map[string]bool
	queue []string // structs that are needed and not done
	parts []string // structs that are embedded
}

// generate returns the code for the package in a directory.
func generate(dir string) ([]byte, error) {
	all, err := parse(dir)
	if err != nil {
		return nil, err
	}
	g := &generator{declared: all, done: map[string]bool{}, queue: append([]string(nil), objects...)}
	g.line("// Code generated from the types of this package by go generate; DO NOT EDIT.\n\npackage wire\n")
	for len(g.queue) > 0 {
		name := g.queue[0]
		g.queue = g.queue[1:]
		if g.done[name] {
			continue
		}
		g.done[name] = true
		if err := g.whole(name); err != nil {
			return nil, err
		}
	}
	for _, name := range requests {
		if err := g.strict(name); err != nil {
			return nil, err
		}
	}
	slices.Sort(g.parts)
	for _, name := range slices.Compact(g.parts) {
		if err := g.part(name); err != nil {
			return nil, err
		}
	}
	for _, name := range g.declared.requests {
		if err := g.room(name); err != nil {
			return nil, err
		}
	}
	return format.Source([]byte(g.b.String()))
}

func (g *generator) line(parts ...string) {
	for _, p := range parts {
		g.b.WriteString(p)
	}
	g.b.WriteByte('\n')
}

// whole writes how a struct is written and read.
func (g *generator) whole(name string) error {
	fields, err := g.of(name)
	if err != nil {
		return err
	}
	g.line("\nfunc write", name, "(w *writer, v *", name, ") {\nw.open('{')")
	for _, f := range fields {
		if err := g.write(name, f); err != nil {
			return err
		}
	}
	g.line("w.close('}')\n}")
	g.line("\nfunc read", name, "(l *reader, v *", name, ") {\nif !l.open('{') {\nreturn\n}\nfor l.more('}') {")
	if err := g.cases(name, fields, "l.skip()"); err != nil {
		return err
	}
	g.line("}\n}")
	return nil
}

// strict writes how a request is read, which reports whether every field was
// known.
func (g *generator) strict(name string) error {
	fields, err := g.of(name)
	if err != nil {
		return err
	}
	// An object in it is left to reflection, which finds fields in there that it does not know.
	fields = slices.DeleteFunc(slices.Clone(fields), func(f field) bool {
		_, inside := f.typ.(*ast.StarExpr)
		return inside
	})
	g.line("\nfunc read", name, "(l *reader, v *", name, ") (known bool) {\nknown = l.open('{')\nfor known && l.more('}') {")
	if err := g.cases(name, fields, "known = false"); err != nil {
		return err
	}
	g.line("}\nreturn known\n}")
	return nil
}

// part writes how the fields of a struct that others embed are written and read;
// reading reports whether it knew the key.
func (g *generator) part(name string) error {
	fields, err := g.of(name)
	if err != nil {
		return err
	}
	g.line("\nfunc write", name, "(w *writer, v *", name, ") {")
	for _, f := range fields {
		if err := g.write(name, f); err != nil {
			return err
		}
	}
	g.line("}\n\nfunc read", name, "(l *reader, v *", name, ", key []byte) bool {\nswitch string(key) {")
	for _, f := range fields {
		g.line("case ", strconv.Quote(f.key), ":")
		if err := g.read(name, f); err != nil {
			return err
		}
	}
	g.line("default:\nreturn false\n}\nreturn true\n}")
	return nil
}

// room writes which room a request names, if it does.
func (g *generator) room(name string) error {
	for _, f := range g.structs[name] {
		if f.name == "Room" && isName(f.typ, "string") {
			g.line("\nfunc (v *", name, ") room() string { return v.Room }")
			return nil
		}
	}
	if g.ordered[name] {
		return errors.New(name + " names no room, and its command is ordered by that")
	}
	return nil
}

// cases reads the fields of a struct. unknown is what becomes of others.
func (g *generator) cases(name string, fields []field, unknown string) error {
	key := "l.key()"
	for _, f := range fields {
		if f.embedded {
			unknown = "if !read" + f.name + "(l, &v." + f.name + ", key) {\n" + unknown + "\n}"
			key = "key"
			g.parts = append(g.parts, f.name)
		}
	}
	if key == "key" {
		g.line("switch key := l.key(); string(key) {")
	} else {
		g.line("switch string(l.key()) {")
	}
	for _, f := range fields {
		if f.embedded {
			continue
		}
		g.line("case ", strconv.Quote(f.key), ":")
		if err := g.read(name, f); err != nil {
			return err
		}
	}
	g.line("default:\n", unknown, "\n}")
	return nil
}

// is is what a type is made of, and whether it has a name of its own.
func (g *generator) is(t ast.Expr) (of string, named bool) {
	name, ok := t.(*ast.Ident)
	if !ok {
		return "", false
	}
	if of, ok := g.basic[name.Name]; ok {
		return of, true
	}
	return name.Name, false
}

// need notes that a struct is contained, and returns its name.
func (g *generator) need(t ast.Expr) (string, bool) {
	name, ok := t.(*ast.Ident)
	if !ok || g.structs[name.Name] == nil {
		return "", false
	}
	g.queue = append(g.queue, name.Name)
	return name.Name, true
}

// write writes a field.
func (g *generator) write(name string, f field) error {
	v := "v." + f.name
	key := strconv.Quote(f.key)
	option := map[bool]string{true: "Opt"}[f.omit]
	if f.embedded {
		g.line("write", f.name, "(w, &", v, ")")
		return nil
	}
	if id, ok := f.typ.(*ast.Ident); ok && raw[id.Name] && f.omit {
		g.line("if ", v, ` != "" {`, "\nw.name(", key, ")\nw.b = append(w.b, ", v, "...)\n}")
		return nil
	}
	of, named := g.is(f.typ)
	switch of {
	case "string", "int64":
		if named {
			v = of + "(" + v + ")"
		}
		g.line("w.", map[string]string{"string": "str", "int64": "int"}[of], option, "(", key, ", ", v, ")")
		return nil
	case "int":
		g.line("w.int", option, "(", key, ", int64(", v, "))")
		return nil
	case "bool":
		if f.omit {
			g.line("w.boolOpt(", key, ", ", v, ")")
			return nil
		}
	}
	switch t := f.typ.(type) {
	case *ast.StarExpr:
		if of, ok := g.need(t.X); ok && f.omit {
			g.line("if ", v, " != nil {\nw.name(", key, ")\nwrite", of, "(w, ", v, ")\n}")
			return nil
		}
	case *ast.ArrayType:
		if f.omit {
			g.line("if len(", v, ") > 0 {")
		}
		if of, ok := g.need(t.Elt); ok {
			g.line("w.name(", key, ")\nw.open('[')\nfor i := range ", v, " {")
			g.line("w.next()\nwrite", of, "(w, &", v, "[i])\n}\nw.close(']')")
		} else if of, named := g.is(t.Elt); of == "string" && !named {
			g.line("w.strs(", key, ", ", v, ")")
		} else {
			break
		}
		if f.omit {
			g.line("}")
		}
		return nil
	}
	return unknown(name, f)
}

// read reads a field.
func (g *generator) read(name string, f field) error {
	v := "v." + f.name
	if id, ok := f.typ.(*ast.Ident); ok && raw[id.Name] {
		g.line("l.", strings.ToLower(id.Name), "(&", v, ")")
		return nil
	}
	of, named := g.is(f.typ)
	to := "&" + v
	if named {
		to = "(*" + of + ")(" + to + ")"
	}
	switch {
	case alike[name+"."+f.name]:
		g.line("l.like(", to, ", &l.", strings.ToLower(f.name), ")")
		return nil
	case of == "string":
		g.line("l.str(", to, ")")
		return nil
	case of == "int64":
		g.line("l.int(", to, ")")
		return nil
	case of == "bool":
		g.line("l.bool(", to, ")")
		return nil
	case of == "int":
		g.line("n := int64(", v, ")\nl.int(&n)\n", v, " = int(n)")
		return nil
	}
	switch t := f.typ.(type) {
	case *ast.StarExpr:
		if of, ok := g.need(t.X); ok {
			g.line("if !l.null() {\n", v, " = new(", of, ")\nread", of, "(l, ", v, ")\n}")
			return nil
		}
	case *ast.ArrayType:
		if of, ok := g.need(t.Elt); ok {
			g.line("if !l.open('[') {\ncontinue\n}\n", v, " = []", of, "{}\nfor l.more(']') {\n",
				v, " = append(", v, ", ", of, "{})\nread", of, "(l, &", v, "[len(", v, ")-1])\n}")
			return nil
		}
		if of, named := g.is(t.Elt); of == "string" && !named {
			g.line("l.strs(", to, ")")
			return nil
		}
	}
	return unknown(name, f)
}

// unknown says that a field is of a type that nobody has taught the generator.
func unknown(name string, f field) error {
	return errors.New(name + "." + f.name + ": this generator does not know how a field of that type is read or written")
}
