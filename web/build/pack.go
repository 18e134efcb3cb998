package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"

	"github.com/confab/confab/web"
)

// kit is the package of app/ui whose blocks stand inside those of the others; see atoms in web/style.go.
const kit = "kit"

// joinStyles joins the style sheets of the packages in dir, which lie in their folders: kit's first, then
// by name.
func joinStyles(dir string) (joined []byte, err error) {
	sheets, err := filepath.Glob(filepath.Join(dir, "*", "*.css"))
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(sheets, func(a, b string) int {
		return cmp.Compare(others(a), others(b))
	})
	for _, name := range sheets {
		sheet, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		joined = append(append(joined, sheet...), '\n')
	}
	return joined, nil
}

// others is 0 for a sheet of kit, 1 for another.
func others(sheet string) int {
	if filepath.Base(filepath.Dir(sheet)) == kit {
		return 0
	}
	return 1
}

// packAssets writes the compressed forms of scripts, style sheets and drawings to dist/packed, named by the
// content's fingerprint, where package web looks for them.
func packAssets(dist string) error {
	set, err := web.Read(os.DirFS("web"))
	if err != nil {
		return err
	}
	dir := filepath.Join(dist, "packed")
	wanted := map[string][]byte{}
	for _, asset := range set.All() {
		if !strings.HasPrefix(asset.Type, "text/") && asset.Type != "image/svg+xml" && asset.Type != "application/json" {
			continue // the program is done, and PNG is compressed in itself
		}
		content, err := asset.Plain()
		if err != nil {
			return err
		}
		br, gz := asset.Hash+".br", asset.Hash+".gz"
		wanted[br], wanted[gz] = content, content
		if exists(filepath.Join(dir, br)) && exists(filepath.Join(dir, gz)) {
			continue
		}
		if err := errors.Join(writeBrotli(filepath.Join(dir, br), content), writeGzip(filepath.Join(dir, gz), content)); err != nil {
			return fmt.Errorf("compress %s: %w", asset.Path, err)
		}
	}
	if err := removeOthers(dir, wanted); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	fmt.Println("web version", set.Version())
	return nil
}

func writeBrotli(path string, content []byte) error {
	var packed bytes.Buffer
	w := brotli.NewWriterOptions(&packed, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24})
	if _, err := w.Write(content); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return write(path, packed.Bytes())
}

func writeGzip(path string, content []byte) error {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(content); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return write(path, packed.Bytes())
}
