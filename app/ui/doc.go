// Package ui is the page: which feature stands where, and what ties the features together. It is the
// only package that knows them all: host (what they stand on), kit (what they are drawn with), timeline,
// compose, room, people, nav. A feature knows host and kit, and no other feature: what it needs of one
// is a verb of the host, which newPage fills in.
//
// Root (root.go) is the only route. pages.go has the tables of pages and panels, guide.go follows the
// address, regions.go the key F6. boot.go starts the engine, bridge.go is the only bridge from it:
// however many changes arrive, the page is drawn once in each frame.
//
// # What of go-app is used
//
// Components, the diff of what they render, dispatching to one goroutine and deferring to after the
// frame; its routes and its boot. These are replaced, each for what was measured (web/build has the
// sizes):
//
//   - Elements: kit.El instead of a type for each element, a tenth of the download.
//   - State: host.Rev instead of observed states. Components compare numbers, nothing is copied.
//   - Handlers get a platform.Event (kit.On), so that all keys and input methods are read in one way.
//   - The timeline's rows: package timeline instead of the diff, which goes by position.
//   - Text fields: platform.Field instead of a Value, which would overwrite what is being composed.
//   - Fetching, storage, notifications: app/platform instead of net/http and encoding/json.
//
// # Concurrency
//
// Everything here belongs to go-app's one goroutine; see package host. Only bridge.changed, the
// engine's OnChange, and the session run elsewhere, and they post.
package ui
