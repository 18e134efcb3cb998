// Package power is a disk whose power can be cut, for tests. It is a file system
// in memory, mounted with FUSE, that keeps two images of everything: what was
// written, and what is durable. A cut leaves what is durable, and of the rest
// what the drive happened to have written.
//
// What is durable, as strictly as POSIX allows a file system to be:
//
//   - of a file, its content and length at its last fsync or fdatasync;
//   - of a directory, its names at its own last fsync: a new file whose directory
//     was never synced is gone, even if the file itself was synced;
//   - the mode of a file always, its times never.
//
// Of what is not durable a cut keeps (see Keep) nothing; or what was written up
// to some moment; or any pages, or any sectors, in any order. Names are kept only
// up to some moment, as journals do. A drive writes a sector of 512 bytes at
// once.
//
// # Concurrency
//
// One lock per Disk guards both images: requests are handled one at a time. The
// process that mounts a Disk may read and write its files, but must not map them
// into memory: the garbage collector would wait for a page that this process has
// to supply. Load and Save copy between a Disk and a directory.
package power
