// Command build makes the browser's side of Confab: the program (app.wasm) and the compressed forms
// of everything that package web serves, in web/dist, from where they are embedded in the server.
//
//	go run ./web/build            make everything that is not up to date
//	go run ./web/build -prepare   only bin/build/go-app and bin/build/go.wasm.mod
//
// The program is linked against go-app without its server half. go-app serves pages too, so its one
// package imports net/http, and with it every program that only wants the browser half: 440 kB, as
// all sizes here after brotli. Build copies the module from the module cache into bin/build/go-app, leaves out
// the files of the list leftOut, refuses what is not as goapp.sum has it, and adds the few declarations that
// the rest needs from them, which
// are our own and stand in _goapp. What is heavy in the rest, and used little, is exchanged: the
// files of the copy import the small packages of standin where go-app imports encoding/json, fmt and
// the like, which our own packages do without, too (package guard sees to it): another 250 kB.
// bin/build/go.wasm.mod is our go.mod with that copy in go-app's place. Everything for js/wasm is
// built, vetted and listed with it:
//
//	GOOS=js GOARCH=wasm go build -modfile=bin/build/go.wasm.mod ./app
//
// The server and all tests on this machine use go-app as it is. What app/ui calls of it and the copy
// lacks is an error when the program is built; states, storage and notifications, which are there and
// fail, are forbidden by package guard.
//
// What the linker writes is then made smaller without a change to what it does: the program's memory
// is put into one piece (image.go), and what only the trace of a crash shows is blanked (lines.go).
// Both together save another 200 kB, and leave 0.94 MB. Left for harder times: -gcflags=all=-l, which
// saves 75 kB more, a third of them in app, by more and slower calls.
package main
