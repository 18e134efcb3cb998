package app

import "strings"

// router knows whole paths and prefixes. Routes are entered before the program runs and never after,
// so nothing is locked.
type router struct {
	paths    map[string]func() Composer
	prefixes []prefixRoute
}

type prefixRoute struct {
	prefix       string
	newComponent func() Composer
}

func makeRouter() router {
	return router{paths: map[string]func() Composer{}}
}

func (r *router) route(path string, newComponent func() Composer) {
	r.paths[path] = newComponent
}

// routeWithRegexp takes the one form of expression that Confab uses, "^/prefix", also with ".*" or
// ".*$" behind it. Any other needs package regexp, a tenth of the download, and panics.
func (r *router) routeWithRegexp(pattern string, newComponent func() Composer) {
	prefix, anchored := strings.CutPrefix(pattern, "^")
	prefix = strings.TrimSuffix(strings.TrimSuffix(prefix, "$"), ".*")
	if !anchored || strings.ContainsAny(prefix, `\.+*?()|[]{}^$`) || strings.HasSuffix(pattern, prefix+"$") {
		panic("app: the route " + pattern + " is not of the form ^/prefix.*$; see web/build/_goapp/route.go")
	}
	r.prefixes = append(r.prefixes, prefixRoute{prefix, newComponent})
}

func (r *router) createComponent(path string) (Composer, bool) {
	if newComponent, ok := r.paths[path]; ok {
		return newComponent(), true
	}
	for _, route := range r.prefixes {
		if strings.HasPrefix(path, route.prefix) {
			return route.newComponent(), true
		}
	}
	return nil, false
}
