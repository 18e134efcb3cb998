package platform

import "syscall/js"

// MarkPictures gives links below e whose picture cannot be loaded the attribute data-broken, with words
// that are shown in its place, until the picture is there.
func MarkPictures(e Element, words func() string) (remove func()) {
	if !e.OK() {
		return func() {}
	}
	mark := func(picture Element) {
		if link := picture.Closest("a:has(> img, > picture)"); link.OK() {
			link.v.Call("setAttribute", "data-broken", words())
		}
	}
	eachOf(e.v.Call("querySelectorAll", "a img"), func(picture js.Value) {
		if picture.Get("complete").Bool() && picture.Get("naturalWidth").Int() == 0 {
			mark(element(picture))
		}
	})
	captured := map[string]any{"capture": true}
	broken := listen(e.v, "error", captured, func(e Event) { mark(e.Target()) })
	loaded := listen(e.v, "load", captured, func(e Event) {
		if link := e.Target().Closest("[data-broken]"); link.OK() {
			link.v.Call("removeAttribute", "data-broken")
		}
	})
	return func() { broken(); loaded() }
}

// LoadPictures tries again to load the pictures that could not be loaded.
func LoadPictures() {
	eachOf(document().Call("querySelectorAll", "[data-broken] img"), func(picture js.Value) {
		picture.Set("src", picture.Get("src"))
	})
}

func eachOf(list js.Value, f func(js.Value)) {
	for i := range list.Length() {
		f(list.Index(i))
	}
}
