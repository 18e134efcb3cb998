package web

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/confab/confab/shared/emoji/data"
)

// ErrNotBuilt means that the program was not built before this binary. [Set.Program] returns it.
var ErrNotBuilt = errors.New("the program (app.wasm) is not built into this binary; build it with: make build")

// Set has all files that are served. [Read] makes one.
type Set struct {
	version string
	assets  map[string]*Asset // by URL path
	hashed  map[string]string // name -> path below /static/
	worker  string            // template of sw.js
	dist    fs.FS
}

// emojiFile is the list of all emoji, which the program loads when somebody first looks for one.
const emojiFile = "emoji.txt"

// wordsFile is the name of the file of what emoji are called in a language.
func wordsFile(tag string) string { return "emoji-" + tag + ".txt" }

// compilerFile is the worker that loads and compiles the program.
const compilerFile = "compile.js"

// scripts are the scripts that the program loads when somebody first uses what they do.
var scripts = []string{"blur.js", "code.js", "crop.js", "emoji.js", "play.js", "preview.js", "record.js", "unfold.js"}

// stable lists the files that are also served at a path without a hash, because their address is fixed
// where a build cannot change it: in browsers, launchers, or the design's mark-up.
var stable = map[string]string{
	"app.js":                    "/app.js",
	"favicon.ico":               "/favicon.ico",
	"icons/sprite.svg":          "/web/icons/sprite.svg",
	"icons/logo.svg":            "/web/icons/logo.svg",
	"icons/icon-192.png":        "/web/icons/icon-192.png",
	"icons/icon-512.png":        "/web/icons/icon-512.png",
	"icons/maskable-512.png":    "/web/icons/maskable-512.png",
	"icons/apple-touch-180.png": "/web/icons/apple-touch-180.png",
	"icons/app-icon-mono.svg":   "/web/icons/app-icon-mono.svg",
}

// Read makes a set from a file system laid out like this package's folder. It fails if a style
// sheet, a script or the icons are missing; the content of dist is optional.
func Read(files fs.FS) (*Set, error) {
	dist, err := fs.Sub(files, "dist")
	if err != nil {
		return nil, fmt.Errorf("open dist: %w", err)
	}
	s := &Set{assets: map[string]*Asset{}, hashed: map[string]string{}, dist: dist}
	named, err := sources(files)
	if err != nil {
		return nil, err
	}
	program, err := s.readProgram()
	if err != nil {
		return nil, err
	}
	worker, err := fs.ReadFile(files, "sw.js")
	if err != nil {
		return nil, fmt.Errorf("read the service worker: %w", err)
	}
	s.worker = string(worker)
	boot, err := readBoot(files)
	if err != nil {
		return nil, err
	}

	s.version = versionOf(named, program, boot, worker)
	for name, content := range named {
		s.add(name, content)
	}
	script, err := boot.render(s.version, s.hashed, s.languages())
	if err != nil {
		return nil, err
	}
	s.add("app.js", script)
	return s, nil
}

// sources returns the style sheet, the icons, the languages, the list of emoji and the scripts loaded later, by name.
func sources(files fs.FS) (map[string][]byte, error) {
	style, err := readStyle(files)
	if err != nil {
		return nil, err
	}
	named := map[string][]byte{"confab.css": style}
	icons, err := fs.Glob(files, "icons/*")
	if err != nil || len(icons) == 0 {
		return nil, fmt.Errorf("find the icons: %d found: %w", len(icons), err)
	}
	named[emojiFile] = []byte(data.File)
	for _, tag := range data.Languages {
		if named[wordsFile(tag)], err = data.Words(tag); err != nil {
			return nil, fmt.Errorf("read what emoji are called: %w", err)
		}
	}
	if named[compilerFile], err = fs.ReadFile(files, compilerFile); err != nil {
		return nil, fmt.Errorf("read the program's compiler: %w", err)
	}
	if err := readLanguages(named); err != nil {
		return nil, err
	}
	for _, name := range scripts {
		if named[name], err = fs.ReadFile(files, name); err != nil {
			return nil, fmt.Errorf("read a script: %w", err)
		}
	}
	for _, file := range icons {
		content, err := fs.ReadFile(files, file)
		if err != nil {
			return nil, fmt.Errorf("read an icon: %w", err)
		}
		name := file
		if path.Base(file) == "favicon.ico" {
			name = "favicon.ico"
		}
		named[name] = content
	}
	return named, nil
}

// readProgram adds app.wasm, if it is built, and returns its hash, else "". The build left the hash
// beside it, so that a server does not read a program at its start that nobody has asked for.
func (s *Set) readProgram() (string, error) {
	sum, err := fs.ReadFile(s.dist, "app.wasm.sum")
	if errors.Is(err, fs.ErrNotExist) || err == nil && !(exists(s.dist, "app.wasm.br") && exists(s.dist, "app.wasm.gz")) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read the program's hash: %w", err)
	}
	if len(sum) < 16 {
		return "", fmt.Errorf("the program's hash, app.wasm.sum, is damaged: %q", sum)
	}
	hash := string(sum[:16])
	at := "/static/" + hash + "/app.wasm"
	gz := stored(s.dist, "app.wasm.gz")
	s.hashed["app.wasm"] = at
	s.assets[at] = &Asset{
		Path: at, Type: contentType(at), Hash: hash, ETag: etag(hash), Immutable: true,
		plain: unpacked(at, gz), brotli: stored(s.dist, "app.wasm.br"), gzip: gz,
	}
	return string(sum), nil
}

func exists(files fs.FS, name string) bool {
	_, err := fs.Stat(files, name)
	return err == nil
}

func versionOf(named map[string][]byte, program string, boot bootSource, worker []byte) string {
	parts := [][]byte{[]byte(program), boot.exec, boot.script, worker}
	for _, name := range slices.Sorted(maps.Keys(named)) {
		parts = append(parts, []byte(name), named[name])
	}
	return fingerprint(parts...)
}

// add enters a file under its hashed path and, if it has one, under its stable path.
func (s *Set) add(name string, content []byte) {
	hash := fingerprint(content)
	asset := Asset{
		Path: "/static/" + hash + "/" + name, Type: contentType(name), Hash: hash, ETag: etag(hash), Immutable: true,
		plain:  kept(content),
		brotli: s.compressed(hash + ".br"),
		gzip:   s.compressed(hash + ".gz"),
	}
	s.hashed[name] = asset.Path
	s.assets[asset.Path] = &asset
	if at, ok := stable[name]; ok {
		same := asset
		same.Path, same.Immutable = at, false
		s.assets[at] = &same
	}
}

// compressed returns a file that web/build put into dist, or nil; everything can also be served plain.
func (s *Set) compressed(name string) content {
	name = "packed/" + name
	if !exists(s.dist, name) {
		return nil
	}
	return stored(s.dist, name)
}

// Lookup returns the asset at a URL path.
func (s *Set) Lookup(path string) (*Asset, bool) {
	asset, ok := s.assets[path]
	return asset, ok
}

// All returns the assets ordered by path, without the service worker and the manifest, which depend
// on what the server adds.
func (s *Set) All() []*Asset {
	return slices.SortedFunc(maps.Values(s.assets), func(a, b *Asset) int {
		return strings.Compare(a.Path, b.Path)
	})
}

// URL returns the immutable path of "confab.css", "app.js", "compile.js", "emoji.txt" or "icons/<file>". Any other name is a
// mistake of the caller and panics.
func (s *Set) URL(name string) string {
	path, ok := s.hashed[name]
	if !ok {
		panic("web: there is no file " + name)
	}
	return path
}

// Program returns the immutable path of app.wasm. It fails with [ErrNotBuilt] if
// the binary was compiled before the program; a server should then say so and serve the rest.
func (s *Set) Program() (string, error) {
	path, ok := s.hashed["app.wasm"]
	if !ok {
		return "", ErrNotBuilt
	}
	return path, nil
}

// Version names the content of the whole set. See [Version].
func (s *Set) Version() string { return s.version }
