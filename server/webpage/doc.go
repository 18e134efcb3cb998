// Package webpage makes the server's own HTML pages from templates, in the language of
// whoever asks. parts.html has what pages share: the head, the icons, the fields of
// forms.
//
// Everything a person or a stranger typed is inserted by html/template only.
package webpage
