package ui

import "testing"

func TestTheListOfRoomsSaysWhatIsNewInWordsToo(t *testing.T) {
	v, _ := noras(t)
	html := page(&sidebar{V: v})

	wants(t, line(t, html, "board"), "has-mentions", ", private", "unread for you: ", ">2", "#i-lock")
	wants(t, line(t, html, "support"), "is-unread", ", unread")
	wantsNot(t, line(t, html, "support"), "has-mentions", "badge")
	wants(t, line(t, html, "general"), `aria-current="page"`)
	wantsNot(t, line(t, html, "general"), "is-unread")
}

func TestAConversationShowsThePersonAndTheirPresence(t *testing.T) {
	v, _ := noras(t)
	entry := line(t, page(&sidebar{V: v}), "Mara Lindqvist")
	wants(t, entry, "dot--away", ", away", "badge", ">1")
}

func TestARoomWithADraftHasAPencilUnlessSomethingIsNewThere(t *testing.T) {
	v, s := noras(t)
	v.drafts.set("support", draft{Text: "half a thought"})
	wantsNot(t, line(t, page(&sidebar{V: v}), "support"), ", draft")
	s.Rooms["support"].Info.Unread = 0
	wants(t, line(t, page(&sidebar{V: v}), "support"), ", draft")
}

func TestNamesAreTextWhateverIsInThem(t *testing.T) {
	v, s := noras(t)
	s.Rooms["support"].Info.Name = `<img src=x onerror="alert(1)">`
	html := page(&sidebar{V: v})
	wantsNot(t, html, "<img")
	wants(t, html, "&lt;img")
}
