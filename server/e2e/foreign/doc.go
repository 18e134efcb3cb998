// Package foreign is a client as somebody writes it who has nothing but what
// Confab says of itself: shared/wire's doc.go, /api/v1/openapi.json and
// /api/v1/asyncapi.json. It knows HTTP, WebSockets and maps of JSON, and none of
// Confab's types. Whatever goes over its socket is held against the
// description of the socket.
//
// The tests of this package need bin/confab (make build), and no browser.
package foreign
