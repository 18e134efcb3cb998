package rowhtml

import (
	"slices"
	"strconv"
	"strings"

	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// The room that one picture has at most, in CSS pixels. One that is longer than reach times its width, or wider,
// is cut to a frame, because it would be a line.
const (
	frameWidth, frameHeight = 416, 320
	reach                   = 3
)

// gridMost is how many pictures a message shows; the last says how many there are besides.
const gridMost = 9

// FileAddress returns the address of a file's content; "" if id is none.
func FileAddress(id string, size wire.FileSize) string {
	if id == "" || strings.Trim(id, "0123456789abcdefghijklmnopqrstuvwxyz-") != "" {
		return ""
	}
	address := "/api/v1/files/" + id + "/content"
	if size != wire.SizeWhole {
		address += "?size=" + string(size)
	}
	return address
}

// IsPicture reports whether a file is shown as a picture.
func IsPicture(f *wire.File) bool {
	return strings.HasPrefix(f.Type, "image/") && shown(f) && f.Width > 0 && f.Height > 0
}

// shown reports whether the server hands a file out for browsers to show.
func shown(f *wire.File) bool {
	return f.Type != wire.FileTypes[0] && slices.Contains(wire.FileTypes, f.Type) && FileAddress(f.ID, "") != ""
}

// About says what a message has that is nothing but files, as a quote of it does.
func About(files []wire.File) text.Text {
	pictures := 0
	for i := range files {
		if IsPicture(&files[i]) {
			pictures++
		}
	}
	switch n := len(files); {
	case n == 0:
		return text.QuotedFiles
	case pictures == n:
		return text.OnlyPictures(n)
	case n == 1 && files[0].Wave != "":
		return text.OnlyVoiceNote
	case n == 1:
		return text.OnlyFile(files[0].Name)
	default:
		return text.OnlyFiles(n)
	}
}

// Srcset lists the sizes in which a picture can be got, with their widths; "" if it has but one.
func Srcset(f *wire.File) string {
	list := ""
	for _, size := range []struct {
		name wire.FileSize
		most int
	}{{wire.SizeMedium, 480}, {wire.SizeLarge, 1280}, {wire.SizeWhole, max(f.Width, f.Height)}} {
		if size.name != wire.SizeWhole && max(f.Width, f.Height) <= size.most || f.Animated {
			continue
		}
		if list != "" {
			list += ", "
		}
		list += FileAddress(f.ID, size.name) + " " + strconv.Itoa(max(1, f.Width*size.most/max(f.Width, f.Height))) + "w"
	}
	if !strings.Contains(list, ",") {
		return ""
	}
	return list
}

func (m *Message) files(b *Builder) {
	var pictures []*wire.File
	for i := range m.Files {
		if f := &m.Files[i]; IsPicture(f) {
			pictures = append(pictures, f)
		}
	}
	m.pictures(b, pictures)
	for i := range m.Files {
		f := &m.Files[i]
		switch {
		case IsPicture(f):
		case strings.HasPrefix(f.Type, "video/") && shown(f):
			m.video(b, f)
		case strings.HasPrefix(f.Type, "audio/") && shown(f):
			m.sound(b, f)
		case isText(f):
			m.text(b, f)
		default:
			m.file(b, f)
		}
		if !IsPicture(f) {
			caption(b, f)
		}
	}
}

// pictures writes pictures as a grid: one in its own shape, more in frames of one shape.
func (m *Message) pictures(b *Builder, pictures []*wire.File) {
	n := len(pictures)
	if n == 0 {
		return
	}
	form := ""
	switch {
	case n == 1 && long(pictures[0]):
		form = " images--1 images--cut"
	case n == 1:
		form = " images--1"
	case n == 3:
		form = " images--3"
	case n > 4:
		form = " images--9"
	}
	b.Start(Div).Attr(Class, "images"+form)
	for i, f := range pictures[:min(n, gridMost)] {
		b.Start(A).content("href", f, wire.SizeWhole).Attr(DataAction, "picture").Attr(DataFile, f.ID)
		m.picture(b, f, n)
		if f.Animated {
			b.Start(Span).Attr(Class, "veil veil--start").Attr(AriaHidden, "true")
			b.Text(strings.ToUpper(strings.TrimPrefix(f.Type, "image/"))).End()
		}
		if i == gridMost-1 && n > gridMost {
			b.Element(Span, "images__more", "+"+m.Words.language.Say(text.Count(n-gridMost)))
		}
		b.End()
	}
	b.End()
	if n == 1 {
		caption(b, pictures[0]) // those of several are read where each is shown alone
	}
}

// caption writes what the sender says of a file.
func caption(b *Builder, f *wire.File) {
	if f.Caption != "" {
		b.Start(P).Attr(Class, "images__cap").Attr(Dir, "auto").Text(f.Caption).End()
	}
}

// still is the largest size in which a picture that moves stands still; ok is false if there is none.
func still(f *wire.File) (size wire.FileSize, ok bool) {
	side := max(f.Width, f.Height)
	switch {
	case f.Type == "image/webp":
		return "", false
	case side > 1280:
		return wire.SizeLarge, true
	case side > 480:
		return wire.SizeMedium, true
	}
	return wire.SizeSmall, side > 160
}

// picture writes one of several pictures. One that moves stands still for people who want less motion, until
// they look at it alone.
func (m *Message) picture(b *Builder, f *wire.File, several int) {
	width, height := fitted(f.Width, f.Height)
	size, moves := still(f)
	if moves = moves && f.Animated; moves {
		b.Start(Picture).Start(Source).Attr(Media, "(prefers-reduced-motion: reduce)").content("srcset", f, size)
	}
	alt := f.Caption
	if alt == "" {
		alt = m.Words.language.Say(text.PictureNamed(f.Name))
	}
	b.Start(Img).Attr(Alt, alt)
	b.Attr(Width, strconv.Itoa(width)).Attr(Height, strconv.Itoa(height)).Attr(Loading, "lazy").Attr(Decoding, "async")
	if f.Placeholder != "" {
		b.Attr(DataBlur, f.Placeholder)
	}
	if list := Srcset(f); list != "" {
		sizes := strconv.Itoa(width) + "px"
		if several > 1 {
			sizes = "256px"
		}
		b.Attr(Sizes, sizes).attr("srcset", list)
		b.content("src", f, wire.SizeLarge)
	} else {
		b.content("src", f, wire.SizeWhole)
	}
	if moves {
		b.End()
	}
}

// long reports whether a picture has the shape of a line.
func long(f *wire.File) bool { return f.Width > reach*f.Height || f.Height > reach*f.Width }

// fitted returns the size of a picture within the frame, never larger than it is.
func fitted(width, height int) (w, h int) {
	scale := min(1, frameWidth/float64(width), frameHeight/float64(height))
	return max(1, int(float64(width)*scale+0.5)), max(1, int(float64(height)*scale+0.5))
}

// file writes the line of a file: what it is called, and that it can be saved.
func (m *Message) file(b *Builder, f *wire.File) {
	about := FileKind(m.Words.language, f)
	if FileAddress(f.ID, wire.SizeWhole) == "" {
		b.Start(Div).Attr(Class, "file")
	} else {
		b.Start(A).Attr(Class, "file").content("href", f, wire.SizeWhole).Attr(Download, f.Name).Attr(Rel, "noopener noreferrer")
		b.Attr(AriaLabel, m.Words.language.Say(text.DownloadFile(f.Name, about)))
	}
	b.Icon(fileIcon(f))
	b.Start(Span).Attr(Class, "file__about")
	b.Start(Span).Attr(Class, "file__name").Attr(Dir, "auto").Attr(Translate, "no").Text(f.Name).End()
	b.Element(Span, "file__meta", about).End()
	if FileAddress(f.ID, wire.SizeWhole) != "" {
		b.Icon(IconDownload)
	}
	b.End()
}

// FileKind says what a file is and how large: "PDF, 184 kB".
func FileKind(l *text.Language, f *wire.File) string {
	size := l.Say(FileSize(f.Size))
	if kind := strings.ToUpper(extension(f.Name)); kind != "" {
		return l.Say(text.FileKindAndSize(kind, size))
	}
	return size
}

// extension is what stands behind the last full stop of a name, if it looks like the name of a kind.
func extension(name string) string {
	ext := name[strings.LastIndexByte(name, '.')+1:]
	if len(ext) == len(name) || len(ext) > 5 || strings.Trim(strings.ToLower(ext), "0123456789abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	return strings.ToLower(ext)
}

// FileSize says how large a file is, with a decimal from 1 MB on. A kB has 1,000 bytes, as in the limits that
// servers are given.
func FileSize(bytes int64) text.Text {
	const kB, MB, GB = 1_000, 1_000_000, 1_000_000_000
	switch tenths := int(bytes * 10 / MB); {
	case tenths < 10:
		return text.FileKilobytes(int(max(1, (bytes+kB-1)/kB)))
	case tenths < 100:
		return text.FileMegabytesTenths(tenths/10, tenths%10)
	case bytes < GB:
		return text.FileMegabytes(tenths / 10)
	default:
		return text.FileGigabytesTenths(int(bytes/GB), int(bytes%GB*10/GB))
	}
}

func fileIcon(f *wire.File) Icon {
	switch kind, _, _ := strings.Cut(f.Type, "/"); {
	case kind == "image":
		return IconImage
	case kind == "audio":
		return IconAudio
	case kind == "video":
		return IconVideo
	}
	switch extension(f.Name) {
	case "zip", "gz", "tgz", "xz", "bz2", "zst", "tar", "7z", "rar":
		return IconArchive
	}
	return IconFile
}
