// Package webui serves what a browser loads: the pages for signing in, joining
// and the first run, which work without any script; the shell of the app; its
// assets, manifest and service worker; and the headers that guard them all.
//
// Everything a person or a stranger typed reaches a page through html/template
// and nothing else. The shell has nothing of anybody in it: it is the same
// bytes for everyone, so that the service worker may keep it.
package webui
