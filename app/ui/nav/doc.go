// Package nav is how people go from one place to another: the list of rooms, the palette, the next
// room with the keyboard.
package nav
