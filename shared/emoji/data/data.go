// Package data has the list of all emoji as a file, which the server gives to browsers; package emoji reads
// it. It is in the server's binary and not in the program for the browser, which loads it when somebody
// first looks for an emoji. LICENSE has the licenses of what it was made from.
package data

import (
	"compress/gzip"
	"embed"
	"errors"
	"io"
)

// File is the list.
//
//go:embed emoji.txt
var File string

// Languages are those in which there is a file of words.
var Languages = []string{"ar", "es", "fr", "hi", "zh"}

//go:embed words-*.txt.gz
var packed embed.FS

// Words returns what the emoji of File are called in one of Languages: a line for each, in the same order, empty
// if nothing is known.
func Words(tag string) (content []byte, err error) {
	f, err := packed.Open("words-" + tag + ".txt.gz")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	r, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
