// Package files keeps the content of files: as blobs, each under the SHA-256 of
// its content, in a directory of the server (Local) or in a bucket that speaks
// S3 (S3). What a file is called, who it belongs to and who may see it is the
// affair of others; a blob says nothing about itself.
//
// That the name follows from the content makes everything repeatable: what was
// put twice is there once, an answer that was lost is asked for again, and a
// blob never changes.
//
// # Deleting what nobody uses
//
// Whoever puts a blob records the use of it afterwards, so between the two nothing
// shows that it is used. Put therefore makes Blob.At of a blob new, even of
// one that was there: whoever deletes unused blobs leaves alone those that
// are younger than an upload may take, and looks at At again (Walk) right before.
//
// # Concurrency
//
// A Store may be used by any number of goroutines, and by several processes at
// once. It owns no goroutine. All its methods end soon after their context.
package files
