//go:build !js

package platform

// Back goes back in the browser's history.
func Back() {}

// Zone is the time zone of this device.
func Zone() string { return "Etc/UTC" }

// Zones are the time zones that the browser knows.
func Zones() []string { return []string{"America/New_York", "Europe/Berlin"} }

// Languages are the tags of the languages that the page can be in, and the one that was chosen.
func Languages() (tags []string, chosen string) { return nil, "" }

// ChooseLanguage has the page speak a language from now on.
func ChooseLanguage(string) {}

// LanguageName is what a language is called by those who speak it.
func LanguageName(tag string) string { return tag }

// ForgetClock has times of day written as they are set from now on.
func ForgetClock() {}

// StorageUsed is how many bytes the site keeps in this browser, and how many it may.
func StorageUsed() (used, quota int64, err error) { return 0, 0, ErrNoBrowser }
