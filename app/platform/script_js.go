package platform

import (
	"errors"
	"syscall/js"
)

// script is one of the page's scripts that are not needed at first.
type script struct {
	loaded  bool
	waiting []func(error)
}

var scripts = map[string]*script{}

var errScript = errors.New("platform: a script could not be loaded")

// UseScript calls done when one of the page's scripts that are not needed at first is there, and loads it before
// if that was not done. If that fails it is tried again at the next use.
func UseScript(name string, done func(error)) {
	s := scripts[name]
	switch {
	case s != nil && s.loaded:
		done(nil)
		return
	case s != nil:
		s.waiting = append(s.waiting, done)
		return
	}
	s = &script{waiting: []func(error){done}}
	scripts[name] = s
	element := document().Call("createElement", "script")
	settled := func(kind string, err error) {
		element.Set(kind, js.FuncOf(func(js.Value, []js.Value) any {
			if s.loaded = err == nil; !s.loaded {
				delete(scripts, name)
			}
			for _, done := range s.waiting {
				done(err)
			}
			s.waiting = nil
			return nil
		}))
	}
	settled("onload", nil)
	settled("onerror", errScript)
	element.Set("src", global("confabScripts").Get(name))
	document().Get("head").Call("append", element)
}
