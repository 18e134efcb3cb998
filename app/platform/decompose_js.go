package platform

import "syscall/js"

// Decompose returns s in Unicode's form NFKD, in which fold.Key expects it.
func Decompose(s string) string { return normalize(s, "NFKD") }

// Compose returns s in Unicode's form NFC, in which handles are.
func Compose(s string) string { return normalize(s, "NFC") }

var normalizer js.Value // String.prototype.normalize

func normalize(s, form string) string {
	if isASCII(s) {
		return s
	}
	if normalizer.IsUndefined() {
		normalizer = global("String").Get("prototype").Get("normalize")
	}
	return normalizer.Call("call", s, form).String()
}
