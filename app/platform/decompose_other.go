//go:build !js

package platform

import "golang.org/x/text/unicode/norm"

// Decompose returns s in Unicode's form NFKD, in which fold.Key expects it.
func Decompose(s string) string {
	if isASCII(s) {
		return s
	}
	return norm.NFKD.String(s)
}

// Compose returns s in Unicode's form NFC, in which handles are.
func Compose(s string) string {
	if isASCII(s) {
		return s
	}
	return norm.NFC.String(s)
}
