// Package kit is what the page is drawn with: elements and icons, dialogs, menus, the palette, the
// emoji picker, notices, faces. It knows no feature; what it opens and closes is the host's.
package kit
