//go:build !js

package platform

import "context"

// File is a file that the person has picked, pasted or dropped.
type File struct{}

// Name is what the file is called, without its path.
func (File) Name() string { return "" }

// Type is the content type that the browser takes from the name.
func (File) Type() string { return "" }

// Size is how many bytes the file has.
func (File) Size() int64 { return 0 }

// URL returns an address at which this page can show the file.
func (File) URL() string { return "" }

// FreeURL gives up an address of URL.
func FreeURL(string) {}

// Put sends the bytes [from, to) to the page's own server.
func (File) Put(context.Context, string, int64, int64, func()) (Answer, error) {
	return Answer{}, ErrNoBrowser
}

// TakeFiles returns the files of a field for files, and empties it.
func TakeFiles(Element) []File { return nil }

// Pick asks for files, for a field for files.
func Pick(Element) {}

// ListenFiles calls found with files that are pasted or dropped anywhere on the page.
func ListenFiles(func(bool), func([]File)) (remove func()) { return func() {} }

// AskBeforeLeaving has the browser ask whether to leave the page.
func AskBeforeLeaving(func() bool) (remove func()) { return func() {} }
