package web

import (
	"embed"
	"fmt"
	"sync"
)

//go:embed css icons first.js back.js boot.js compile.js sw.js blur.js code.js crop.js emoji.js play.js preview.js record.js unfold.js all:dist
var files embed.FS

// assets is made at the first use, so that commands which serve nothing do not spend time on it.
var assets = sync.OnceValue(func() *Set {
	set, err := Read(files)
	if err != nil {
		panic(fmt.Sprintf("web: the embedded files are incomplete: %v", err)) // a mistake in this package
	}
	return set
})

// Assets returns everything embedded in this binary.
func Assets() *Set { return assets() }

// Version names the content of everything served: the program, its script, styles and icons. It is
// the same for two builds of the same sources with the same toolchain, and changes with any of them.
func Version() string { return Assets().Version() }
