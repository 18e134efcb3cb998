// Package data has the list of all emoji as a file, which the server gives to browsers; package emoji reads
// it. It is in the server's binary and not in the program for the browser, which loads it when somebody
// first looks for an emoji. LICENSE has the licenses of what it was made from.
package data

import _ "embed"

// File is the list.
//
//go:embed emoji.txt
var File string
