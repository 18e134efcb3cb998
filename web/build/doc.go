// Command build builds the browser's part of Confab: the program (app.wasm) and the compressed forms of
// everything that package web serves. It puts them into web/dist, from where they are embedded into the
// server.
//
//	go run ./web/build            make everything that is not up to date
//	go run ./web/build -prepare   only bin/build/go-app and bin/build/go.wasm.mod
//	go run ./web/build -sizes     only say what each part of the program that was built last costs
//	go run ./web/build -trace     only put the names of functions into the trace of a crash of that program
//
// The program is linked against go-app without its server half. go-app can serve pages too, so its one
// package imports net/http, which adds 440 kB to every program (all sizes here are after brotli), even if
// it needs only the browser half. Build copies the module from the module cache into bin/build/go-app and
// checks the files against goapp.sum. It leaves out the files in the list leftOut, and adds the few
// declarations that the others need from them, which are in _goapp. Large packages that go-app uses little,
// such as encoding/json and fmt, are replaced: the copy imports the small packages of standin instead, which
// saves another 250 kB. Our own packages do without them, too, which server/proof/guard checks.
// bin/build/go.wasm.mod is our go.mod with that copy in the place of go-app. Everything for js/wasm is built,
// vetted and listed with it:
//
//	GOOS=js GOARCH=wasm go build -modfile=bin/build/go.wasm.mod ./app
//
// The server and all native tests use go-app unchanged. If app/ui calls something that the copy lacks, the
// program does not build. States, storage and notifications exist in the copy but do not work;
// server/proof/guard forbids them.
//
// The output of the linker is then made smaller without changing what it does. Its memory is put into a few pieces
// (image.go): a tenth of a megabyte. What only the trace of a crash shows is dropped (traces.go): 200 kB. Names of
// functions become codes (names.go): 38 kB. Columns of similar numbers are packed, and unpacked when the program
// starts (columns.go): 40 kB.
//
// A generic function is compiled once for each shape of its types. So code that the page's program contains
// sorts with sort.Slice, of which there is one copy, and not with slices.SortFunc: three copies of that were
// 9 kB. Pointers all have the same shape.
//
// The compiler puts small functions into their callers, which costs more bytes than it saves. In app and in go-app,
// which wait for people and for the browser, it does not (-gcflags=-l): 55 kB less. In the rest, which parses, sorts
// and encodes, it would save 7 kB more and make that slower.
package main
