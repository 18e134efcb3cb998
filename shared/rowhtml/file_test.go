package rowhtml

import (
	"strconv"
	"strings"
	"testing"

	"github.com/confab/confab/shared/wire"
)

// photo is a picture of a size.
func photo(id string, width, height int) wire.File {
	return wire.File{ID: id, Name: id + ".png", Type: "image/png", Size: 9000, Width: width, Height: height}
}

// withFiles is the row of a message that has nothing but files.
func withFiles(t *testing.T, files ...wire.File) string {
	t.Helper()
	m := from("")
	m.Files = files
	out := Row(m)
	if err := verify(out); err != nil {
		t.Errorf("%v in %s", err, out)
	}
	return out
}

func TestPicturesTakeTheirPlaceBeforeTheyAreThere(t *testing.T) {
	for size, want := range map[[2]int][2]int{
		{100, 50}: {100, 50}, {4160, 3120}: {416, 312}, {600, 800}: {240, 320}, {3000, 1000}: {416, 139}, {1, 4000}: {1, 320},
	} {
		attrs := ` width="` + strconv.Itoa(want[0]) + `" height="` + strconv.Itoa(want[1]) + `" loading="lazy" decoding="async"`
		if out := withFiles(t, photo("a", size[0], size[1])); !strings.Contains(out, attrs) {
			t.Errorf("%v: no%s in %s", size, attrs, out)
		}
	}
}

func TestAPictureHasItsPlaceholder(t *testing.T) {
	f := photo("a", 40, 30)
	if out := withFiles(t, f); strings.Contains(out, "data-blur") {
		t.Error(out)
	}
	if f.Placeholder = `1QcS">`; !strings.Contains(withFiles(t, f), `data-blur="1QcS&#34;&gt;"`) {
		t.Error(withFiles(t, f))
	}
}

func TestWhatIsSaidOfAFileIsBelowIt(t *testing.T) {
	f := photo("a", 40, 30)
	f.Caption = `the <b>door</b> "B"`
	const said = `the &lt;b&gt;door&lt;/b&gt; &#34;B&#34;`
	out := withFiles(t, f)
	if !strings.Contains(out, ` alt="`+said+`"`) || !strings.Contains(out, `<p class="images__cap" dir="auto">`+said+`</p>`) {
		t.Error(out)
	}
	if out := withFiles(t, f, photo("b", 40, 30)); strings.Contains(out, "images__cap") || !strings.Contains(out, ` alt="`+said+`"`) {
		t.Error("in a grid:", out)
	}
	pdf := wire.File{ID: "c", Name: "c.pdf", Type: "application/pdf", Size: 9, Caption: f.Caption}
	if out := withFiles(t, pdf); !strings.Contains(out, said+`</p>`) {
		t.Error(out)
	}
}

func TestPicturesAreShownAsAGrid(t *testing.T) {
	for n, class := range map[int]string{
		1: "images images--1", 2: "images", 3: "images images--3", 4: "images", 5: "images images--9", 10: "images images--9",
	} {
		var files []wire.File
		for i := range n {
			files = append(files, photo("p"+strconv.Itoa(i), 640, 480))
		}
		out := withFiles(t, files...)
		if !strings.Contains(out, `<div class="`+class+`"><a href="/api/v1/files/p0/content" data-action="picture" data-file="p0">`) {
			t.Errorf("%d: %s", n, out)
		}
		if got := strings.Count(out, "<img"); got != min(n, 9) {
			t.Errorf("%d pictures, %d shown", n, got)
		}
		if strings.Contains(out, `<span class="images__more">+1</span>`) != (n == 10) {
			t.Errorf("%d pictures: %s", n, out)
		}
	}
	if out := withFiles(t, photo("a", 100, 4000)); !strings.Contains(out, "images--cut") {
		t.Errorf("a picture like a line: %s", out)
	}
}

// sizes is the srcset of the picture a.
func sizes(each ...string) string {
	const content = "/api/v1/files/a/content"
	return `srcset="` + content + strings.Join(each, ", "+content) + `"`
}

func TestAPictureIsLoadedInTheSizeThatIsShown(t *testing.T) {
	for want, f := range map[string]wire.File{
		`src="/api/v1/files/a/content">`:                         photo("a", 400, 300),
		sizes("?size=medium 480w", " 640w"):                      photo("a", 640, 480),
		sizes("?size=medium 360w", "?size=large 960w", " 3000w"): photo("a", 3000, 4000),
	} {
		if out := withFiles(t, f); !strings.Contains(out, want) {
			t.Errorf("no %s in %s", want, out)
		}
	}
}

func TestAPictureThatMovesStandsStillForWhoWantsThat(t *testing.T) {
	f := wire.File{ID: "a", Name: "cat.gif", Type: "image/gif", Width: 900, Height: 900, Animated: true}
	out := withFiles(t, f)
	for _, want := range []string{
		`<picture><source media="(prefers-reduced-motion: reduce)" srcset="/api/v1/files/a/content?size=medium"><img`,
		`src="/api/v1/files/a/content"></picture><span class="veil veil--start" aria-hidden="true">GIF</span>`,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s in %s", want, out)
		}
	}
	if strings.Contains(out, "sizes=") {
		t.Errorf("it stands still for everybody: %s", out)
	}
	for _, f := range []wire.File{
		{ID: "a", Type: "image/gif", Width: 160, Height: 90, Animated: true},
		{ID: "a", Type: "image/webp", Width: 900, Height: 900, Animated: true},
	} {
		if out := withFiles(t, f); strings.Contains(out, "<picture>") || !strings.Contains(out, "veil--start") {
			t.Errorf("a still that there is not: %s", out)
		}
	}
}

// What the server hands out for saving alone is never shown, whatever it says it is.
func TestOtherFilesCanBeSaved(t *testing.T) {
	for _, f := range []wire.File{
		{Name: "plan.html", Type: "application/octet-stream"}, {Name: "x.svg", Type: "image/svg+xml", Width: 9, Height: 9},
		{Name: "page.html", Type: "text/html"}, {Name: "x.png", Type: "image/png"},
	} {
		f.ID, f.Size = "a", 188000
		out := withFiles(t, f)
		want := `<a class="file" href="/api/v1/files/a/content" download="` + f.Name +
			`" rel="noopener noreferrer" aria-label="Download ` + f.Name + `, `
		if !strings.Contains(out, want) || strings.Contains(out, "<img") || strings.Contains(out, "<video") {
			t.Errorf("no %s in %s", want, out)
		}
	}
}

func TestAFileWithoutAnAddressIsOnlyNamed(t *testing.T) {
	for _, id := range []string{"", "../../x", "a/b", "A", "é", `"><script>`} {
		out := withFiles(t, photo(id, 3, 4))
		if strings.Contains(out, "/api/") || strings.Contains(out, "<img") || !strings.Contains(out, "file__name") {
			t.Errorf("%q: %s", id, out)
		}
	}
}

func TestADeletedMessageShowsNoFiles(t *testing.T) {
	m := from("")
	m.Files, m.Deleted = []wire.File{photo("a", 3, 4)}, true
	if out := Row(m); strings.Contains(out, "a.png") || strings.Contains(out, "/api/") {
		t.Error(out)
	}
}

func TestAMessageOfFilesAloneHasNoEmptyLine(t *testing.T) {
	if out := withFiles(t, photo("a", 3, 4)); strings.Contains(out, "msg__body") {
		t.Error(out)
	}
	m := from("")
	m.Files, m.Waits = []wire.File{photo("a", 3, 4)}, OtherWaits
	if out := Row(m); !strings.Contains(out, "msg__wait") {
		t.Error(out)
	}
}

func TestTheSizeOfAFileIsSaidInWordsOfItsReader(t *testing.T) {
	for want, f := range map[string]wire.File{
		"PDF, 184 kB": {Name: "note.pdf", Size: 183_001}, "1 kB": {Name: "note", Size: 1},
		"TAR, 10 MB": {Name: "a.TAR", Size: 10_120_000},
		"212 MB":     {Name: "a.b c", Size: 212_900_000}, "ZIP, 1.5 GB": {Name: ".zip", Size: 1_590_000_000},
		"1.0 MB": {Name: "a.\u202egpj", Size: 1_000_000}, "1000 kB": {Name: "longest.extension", Size: 999_999},
	} {
		if got := FileKind(nil, &f); got != want {
			t.Errorf("%q, %d bytes: %q, want %q", f.Name, f.Size, got, want)
		}
	}
}

func TestAQuoteOfFilesSaysWhatTheyAre(t *testing.T) {
	note := wire.File{ID: "n", Name: "note.pdf"}
	r := noraReads()
	for want, files := range map[string][]wire.File{
		"A picture": {photo("a", 3, 4)}, "2 pictures": {photo("a", 3, 4), photo("b", 3, 4)},
		"A file: note.pdf": {note}, "2 files": {note, photo("a", 3, 4)}, "A picture or a file": nil,
	} {
		r.Files = func(seq int64) []wire.File {
			if seq != 6 {
				t.Errorf("the files of %d", seq)
			}
			return files
		}
		e := heard(9, 0, "x")
		e.ReplyTo, e.Quote = 6, &wire.Quote{Author: jonasID}
		m := Message{Words: English}
		if r.Fill(&m, &e); m.Reply.Text != want {
			t.Errorf("%q, want %q", m.Reply.Text, want)
		}
	}
}
