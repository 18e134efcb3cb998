// Package picture makes pictures of strangers safe to show: it decodes them in a
// process of its own, which has bounds on memory and time, and writes them anew.
// What comes out holds pixels and nothing else: no place where it was taken, no
// camera, no colour profile, nothing that is also a web page or an archive.
//
// A Worker starts one process for each picture: the program itself, as "confab
// picture", without the server's environment, files and connections. Serve is
// what runs there. A picture that is a trap ends that process, and Make says so.
//
// # What becomes of a picture
//
// JPEG becomes JPEG, PNG becomes PNG, GIF becomes GIF with all its frames. WebP
// becomes JPEG, or PNG if it has transparency or lost nothing when it was made, because nothing
// here writes WebP; an animated WebP is kept as it is, frame by frame, without
// what else is in the file, and has no thumbnails. Turned is what EXIF says is
// to be turned. Colours are taken as sRGB.
//
// # Concurrency
//
// A Worker may be used by any number of goroutines. It runs as many processes
// at once as there are cores; others wait for their turn or their context. For each process it has a
// goroutine that reads the picture for it, and those of os/exec; they have ended
// when Make returns, but for one that reads from a source that does not answer.
package picture
