// Package face says how a person without a picture is drawn: initials on one
// of eight colours, the same on every device and on every page.
package face
