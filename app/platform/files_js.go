package platform

// ListenFiles calls found when files are pasted or dropped anywhere on the page. Text that comes with them is
// put into the field that they come to, as usual; what is dropped elsewhere is not opened in the place of the page.
func ListenFiles(found func()) (remove func()) {
	files := func(data Element) bool {
		return data.OK() && data.v.Get("types").Call("includes", "Files").Bool()
	}
	texts := func(data Element) bool { return length(data.v.Call("getData", "text/plain")) > 0 }
	over := ListenAll("dragover", func(e Event) {
		if files(element(e.v.Get("dataTransfer"))) {
			e.PreventDefault()
		}
	})
	taken := func(carrier string) func(Event) {
		return func(e Event) {
			data := element(e.v.Get(carrier))
			if !files(data) {
				return
			}
			if !texts(data) || !e.Target().Closest("textarea,input").OK() {
				e.PreventDefault()
			}
			found()
		}
	}
	pasted, dropped := ListenAll("paste", taken("clipboardData")), ListenAll("drop", taken("dataTransfer"))
	return func() { over(); pasted(); dropped() }
}
