// Package web holds the files that the server gives to browsers: style sheets, icons, the boot script,
// the service worker, the manifest, and the program itself, app.wasm, once it is built.
//
// [Assets] returns everything as a [Set] of [Asset] values keyed by URL path, ready to be served:
//
//	set := web.Assets()
//	set.URL("confab.css")          // /static/3f9a0c51d2b7e864/confab.css, cacheable for ever
//	set.URL("emoji.txt")           // the list of all emoji, which the program loads when it is needed
//	set.URL("play.js")             // and preview.js, record.js, unfold.js, blur.js, code.js, crop.js: loaded when they are needed
//	set.URL("app.js")              // the boot script, with the toolchain's wasm_exec.js in front
//	set.URL("compile.js")          // the worker that loads and compiles the program
//	set.Program()                  // the program's URL, or an error when it is not built
//	asset, ok := set.Lookup(path)  // what to answer for a request path
//	set.Worker(shell)              // /sw.js; shell is the page it keeps for offline use
//	web.Manifest("Tideline", nil)  // /manifest.webmanifest
//
// A file is served under two kinds of paths. Those below /static/ carry a hash of the content and
// never change. The stable ones (/app.js, /favicon.ico, /web/icons/...) are for addresses that others
// know or have stored, and must be revalidated by their ETag.
//
// The program, its wasm_exec.js and the compressed forms of all files come from the folder dist,
// which web/build fills and git ignores. In a clone that was never built the package still
// compiles and serves the rest; [Set.Program] then says what is missing.
//
// The package is for the server only. Its values are immutable and safe for concurrent use.
package web
