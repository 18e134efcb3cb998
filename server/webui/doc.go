// Package webui serves what a browser loads: the pages for sign-in, joining and
// the first run, which work without scripts; the shell of the app; its assets,
// manifest and service worker; and the security headers of them all.
//
// Everything a person or a stranger typed is inserted into pages by html/template
// only; messages become HTML in shared/rowhtml. The shell contains nothing about anybody:
// it is the same for everyone, so that the service worker may store it. A person
// whose device keeps nothing gets it with their rooms and last messages in it, in
// an answer that nobody may store.
package webui
