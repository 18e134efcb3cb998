package picture

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// types are beginnings of files with what they are.
var types = map[string]string{
	"\x89PNG\r\n\x1a\n\x00":                                        typePNG,
	"\xff\xd8\xff\xe0\x00\x10JFIF":                                 typeJPEG,
	"GIF89a\x01\x00":                                               typeGIF,
	"GIF87a\x01\x00":                                               typeGIF,
	"GIF89a<script>":                                               typeGIF,
	"RIFF\x24\x00\x00\x00WEBPVP8 ":                                 typeWebP,
	"RIFF\x24\x00\x00\x00WAVEfmt ":                                 "audio/wav",
	"RIFF\x24\x00\x00\x00AVI LIST":                                 Unknown,
	"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00":                     "video/mp4",
	"\x00\x00\x00\x20ftypmp42\x00\x00\x02\x00":                     "video/mp4",
	"\x00\x00\x00\x20ftypM4A \x00\x00\x02\x00":                     "audio/mp4",
	"\x00\x00\x00\x20ftypqt  \x00\x00\x02\x00":                     Unknown,
	"\x00\x00\x00\x20ftypheic\x00\x00\x02\x00":                     Unknown,
	"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm\x42\x87": "video/webm",
	"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska":     Unknown,
	"OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x01OpusHead":     "audio/ogg",
	"OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x01\x01vorbis":   "audio/ogg",
	"OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x01\x80theora":   "video/ogg",
	"OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x01unheard":      Unknown,
	"ID3\x04\x00\x00\x00\x00\x0f\x76":                              "audio/mpeg",
	"fLaC\x00\x00\x00\x22":                                         "audio/flac",
	"ID3 is a tag":                                                 "text/plain; charset=utf-8",
	"\xff\xfb\x90\x64\x00":                                         "audio/mpeg",
	"\xff\xf3\x40\xc4":                                             "audio/mpeg",
	"\xff\xfb\xf0\x64":                                             Unknown,
	"\xff\xfe<\x00s\x00":                                           Unknown,
	"\xff\xf1\x50\x80":                                             Unknown,
	"%PDF-1.7\n":                                                   "application/pdf",
	"hello\n":                                                      "text/plain; charset=utf-8",
	"\xef\xbb\xbfhello":                                            "text/plain; charset=utf-8",
	"日本語":                                                          "text/plain; charset=utf-8",
	"a < b":                                                        "text/plain; charset=utf-8",
	"alert(1)":                                                     "text/plain; charset=utf-8",
	"":                                                             Unknown,
	" \n":                                                          Unknown,
	"<svg xmlns='http://www.w3.org/2000/svg'/>":                    Unknown,
	"<?xml version='1.0'?><svg/>":                                  Unknown,
	"\xef\xbb\xbf\n <svg/>":                                        Unknown,
	"<!DOCTYPE html>":                                              Unknown,
	"\n\t<html>":                                                   Unknown,
	"<p>":                                                          Unknown,
	"<!-- <script> -->":                                            Unknown,
	"a\x00b":                                                       Unknown,
	"\x1b[2J":                                                      Unknown,
	"latin \xe9":                                                   Unknown,
	"PK\x03\x04":                                                   Unknown,
	"\x7fELF":                                                      Unknown,
	"MZ\x90\x00":                                                   Unknown,
}

func TestTypesAreFoundInTheContent(t *testing.T) {
	for head, want := range types {
		if got := TypeOf([]byte(head)); got != want {
			t.Errorf("%q: %s, want %s", head, got, want)
		}
	}
	for cut := range 4 { // a letter of three bytes may be cut where the head ends
		text := strings.Repeat("x", cut) + strings.Repeat("語", 300)
		if got := TypeOf([]byte(text)); got != "text/plain; charset=utf-8" {
			t.Errorf("cut at %d: %s", cut, got)
		}
	}
	if got := TypeOf([]byte("a\xe8\xaa")); got != Unknown {
		t.Errorf("a letter that ends with the file: %s", got)
	}
}

func FuzzTypeOf(f *testing.F) {
	for head := range types {
		f.Add([]byte(head))
	}
	known := map[string]bool{Unknown: true}
	for _, kind := range kinds {
		known[kind.name] = true
	}
	f.Fuzz(func(t *testing.T, head []byte) {
		got := TypeOf(head)
		if !known[got] {
			t.Errorf("%q is %q", head, got)
		}
		if strings.HasPrefix(got, "text/") {
			text := strings.TrimLeft(strings.TrimPrefix(string(head), "\xef\xbb\xbf"), " \t\r\n\f\v")
			if strings.HasPrefix(text, "<") || strings.ContainsRune(text[:min(len(text), SniffBytes)], 0) ||
				len(head) < SniffBytes && !utf8.Valid(head) {
				t.Errorf("%q is text", head)
			}
		}
	})
}
