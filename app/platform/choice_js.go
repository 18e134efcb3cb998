package platform

import "syscall/js"

// Back goes back in the browser's history.
func Back() { global("history").Call("back") }

// Zone is the time zone of this device: "Europe/Berlin".
func Zone() string {
	return global("Intl").Get("DateTimeFormat").New().Call("resolvedOptions").Get("timeZone").String()
}

// Zones are the time zones that the browser knows; none if it does not tell.
func Zones() (zones []string) {
	intl := global("Intl")
	if !intl.Get("supportedValuesOf").Truthy() {
		return nil
	}
	all := intl.Call("supportedValuesOf", "timeZone")
	for i := range all.Length() {
		zones = append(zones, all.Index(i).String())
	}
	return zones
}

// Languages are the tags of the languages that the page can be in, and the one that the person chose; "" if
// the browser's settings decide.
func Languages() (tags []string, chosen string) {
	known := global("confabLanguages")
	if !known.Truthy() {
		return nil, ""
	}
	list := known.Get("tags")
	for i := range list.Length() {
		tags = append(tags, list.Index(i).String())
	}
	return tags, known.Get("chosen").String()
}

// ChooseLanguage has the page speak a language from now on, "" being that of the browser. The page
// is loaded again for it.
func ChooseLanguage(tag string) {
	global("confabLanguages").Call("choose", tag)
}

// LanguageName is what a language is called by those who speak it.
func LanguageName(tag string) string {
	name := js.Undefined()
	err := try(func() {
		name = global("Intl").Get("DisplayNames").New(tag, map[string]any{"type": "language"}).Call("of", tag)
	})
	if err != nil || name.Type() != js.TypeString {
		return tag
	}
	return name.String()
}

// ForgetClock has times of day written as they are set from now on.
func ForgetClock() {
	clock12 = 0
	clear(formats)
}

// StorageUsed is how many bytes the site keeps in this browser, and how many it may. Browsers tell it on
// HTTPS alone.
func StorageUsed() (used, quota int64, err error) {
	manager := global("navigator").Get("storage")
	if !manager.Truthy() || !manager.Get("estimate").Truthy() {
		return 0, 0, ErrNoBrowser
	}
	told, err := await(manager.Call("estimate"))
	if err != nil {
		return 0, 0, err
	}
	return int64(number(told.Get("usage"))), int64(number(told.Get("quota"))), nil
}
