//go:build !js

package platform

// EmojiFile is the address of the list of all emoji.
func EmojiFile() string { return "" }

// EmojiCalled is the address of what emoji are called in a language that the person reads, "" if English is enough.
func EmojiCalled() string { return "" }

// DrawsEmoji reports whether the device has a picture for an emoji.
func DrawsEmoji(string) bool { return true }
