// Package webui serves what a browser loads: the pages for signing in, joining
// and the first run, which work without any script; the shell of the app; its
// assets, manifest and service worker; and the headers that guard them all.
package webui
