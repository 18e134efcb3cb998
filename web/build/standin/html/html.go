// Package html stands in for html in the browser's copy of go-app. Whoever imports
// that has the names of all two thousand characters of HTML in the program, also if
// they only escape.
package html

import "strings"

var escaper = strings.NewReplacer("&", "&amp;", "'", "&#39;", "<", "&lt;", ">", "&gt;", `"`, "&#34;")

// EscapeString makes text of s that stands for itself in HTML.
func EscapeString(s string) string { return escaper.Replace(s) }
