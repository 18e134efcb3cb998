package platform

import (
	"context"
	"errors"
	"syscall/js"
)

// File is a file that the person has picked, pasted or dropped. Its content stays with
// the browser.
type File struct{ v js.Value }

// Name is what the file is called, without its path.
func (f File) Name() string { return f.v.Get("name").String() }

// Type is the content type that the browser takes from the name; "" if it knows none.
func (f File) Type() string { return f.v.Get("type").String() }

// Size is how many bytes the file has.
func (f File) Size() int64 { return int64(f.v.Get("size").Float()) }

// URL returns an address at which this page can show the file, until FreeURL.
func (f File) URL() string { return global("URL").Call("createObjectURL", f.v).String() }

// FreeURL gives up an address of URL.
func FreeURL(url string) { global("URL").Call("revokeObjectURL", url) }

// Put sends the bytes [from, to) to the page's own server, as Fetch does, and calls moved when some of
// them have gone, which only this way of asking tells. It fails too if the file cannot be read any more.
func (f File) Put(ctx context.Context, path string, from, to int64, moved func()) (Answer, error) {
	x := global("XMLHttpRequest").New()
	ended := make(chan struct{}, 1)
	defer listen(x, "loadend", nil, func(Event) { ended <- struct{}{} })()
	defer listen(x.Get("upload"), "progress", nil, func(Event) { moved() })()
	stop := context.AfterFunc(ctx, func() { x.Call("abort") })
	defer stop()
	x.Call("open", "PUT", path)
	x.Call("setRequestHeader", "Content-Type", "application/octet-stream")
	x.Call("send", f.v.Call("slice", float64(from), float64(to)))
	<-ended
	if status := x.Get("status").Int(); status != 0 {
		return Answer{Status: status, Body: x.Get("responseText").String()}, nil
	}
	return Answer{}, errCut
}

var errCut = errors.New("platform: the answer to a request was lost")

// TakeFiles returns the files of a field for files, and empties it, so that the same file
// can be picked again.
func TakeFiles(field Element) []File {
	if !field.OK() {
		return nil
	}
	picked := filesOf(field.v)
	field.v.Set("value", "")
	return picked
}

// Pick asks for files, for a field for files.
func Pick(field Element) {
	if field.OK() {
		field.v.Call("click")
	}
}

func filesOf(carrier js.Value) (files []File) {
	list := carrier.Get("files")
	for i := range list.Length() {
		files = append(files, File{list.Index(i)})
	}
	return files
}

// ListenFiles calls found with files that are pasted or dropped anywhere on the page, and over while they are
// dragged over it, and when that ends. Text that is pasted with them into a field goes there, as usual: they are
// another form of it, such as a picture of cells of a table, and found is not called. What is dropped elsewhere is not opened
// in the place of the page.
func ListenFiles(over func(bool), found func([]File)) (remove func()) {
	const pasting = "clipboardData"
	carries := func(data js.Value) bool {
		return data.Truthy() && data.Get("types").Call("includes", "Files").Bool()
	}
	dragged := false
	drag := func(on bool) {
		if on != dragged {
			dragged = on
			over(on)
		}
	}
	entered := ListenAll("dragover", func(e Event) {
		if carries(e.v.Get("dataTransfer")) {
			e.PreventDefault()
			drag(true)
		}
	})
	left := ListenAll("dragleave", func(e Event) {
		if e.v.Get("relatedTarget").IsNull() {
			drag(false)
		}
	})
	taken := func(carrier string) func(Event) {
		return func(e Event) {
			drag(false)
			data := e.v.Get(carrier)
			if !carries(data) {
				return
			}
			if carrier == pasting && length(data.Call("getData", "text/plain")) > 0 && e.Target().Closest("textarea,input").OK() {
				return
			}
			e.PreventDefault()
			found(filesOf(data))
		}
	}
	pasted, dropped := ListenAll("paste", taken(pasting)), ListenAll("drop", taken("dataTransfer"))
	return func() { entered(); left(); pasted(); dropped() }
}

// AskBeforeLeaving has the browser ask whether to leave the page while unfinished reports true.
func AskBeforeLeaving(unfinished func() bool) (remove func()) {
	return listen(js.Global(), "beforeunload", nil, func(e Event) {
		if unfinished() {
			e.PreventDefault()
		}
	})
}
