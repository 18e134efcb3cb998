// Package guard keeps the source tree in the shape that makes it readable and its program small. It
// is nothing but tests; each rule is a line of a table and says why it is there:
//
//   - imports_test.go: which package may import which
//   - product_test.go: what may not be linked into bin/confab
//   - program_test.go: what may be linked into app.wasm, and what it may weigh
//   - style_test.go: how long files, functions and types may be
//   - embed_test.go: that parts do not embed their whole, nor types hide by embedding how large they are
//   - goroutines_test.go: which files of the server start goroutines, and how those survive a panic
//   - columns_test.go: how long lines may be
//   - words_test.go: what may not be written anywhere, or only in one place
//   - sentences_test.go: that what people read is in the catalogue, and used
//   - layout_test.go: what may lie at the top of the tree
//   - migrations_test.go: that the migrations of each database are numbered one by one
//   - limits_test.go: that each limit is reached and released by a test
//   - documents_test.go: that what documents name is there
//   - security_test.go: that each line of SECURITY.md has its tests
//
// A rule that stands in the way of something good is to be changed, with its reason, rather than
// worked around. Rules about packages that do not exist hold nothing up.
package guard
