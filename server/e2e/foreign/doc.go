// Package foreign is a client as a stranger would write it from Confab's public
// documentation: shared/wire's doc.go, /api/v1/openapi.json and
// /api/v1/asyncapi.json. It knows HTTP, WebSockets and maps of JSON, and none of
// Confab's types. Everything on its socket is checked against the description of
// the socket.
//
// The tests of this package need bin/confab (make build), and no browser.
package foreign
