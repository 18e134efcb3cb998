// Package chrome drives a real Chromium for the end-to-end stories and the
// benchmarks: several people in one browser, each with storage and cookies of
// their own, and a list of everything that went wrong in a page.
package chrome
