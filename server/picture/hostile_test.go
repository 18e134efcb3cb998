package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"image/color"
	"math/rand/v2"
	"testing"
)

// header is a PNG of which only the first chunk makes sense.
func header(width, height uint32, bits, colours, interlaced byte, rest ...[]byte) []byte {
	b := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	data := append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(b, bits, colours, 0, 0, interlaced))...)
	return append(append(data, bytes.Join(rest, nil)...), chunk("IEND", nil)...)
}

// zeros are compressed rows of nothing.
func zeros(t testing.TB, size int) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write(make([]byte, size)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// frames is a GIF of frames whose pictures are not there.
func frames(count int, canvas, width, height uint16) []byte {
	data := []byte("GIF89a")
	data = binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(data, canvas), canvas)
	data = append(data, 0x80, 0, 0, 0, 0, 0, 255, 255, 255)
	for range count {
		data = append(data, 0x2c, 0, 0, 0, 0)
		data = binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(data, width), height)
		data = append(data, 0, 2, 1, 0x2c, 0)
	}
	return append(data, 0x3b)
}

// hostile are files that somebody might send, by what they are and what becomes of them. Nil is what is well.
func hostile(t testing.TB) map[string]struct {
	data []byte
	want error
} {
	all := map[string]struct {
		data []byte
		want error
	}{}
	add := func(what string, want error, data []byte) {
		all[what] = struct {
			data []byte
			want error
		}{data, want}
	}
	notPictures(add)
	tooLarge(t, add)
	picture := map[string][]byte{"JPEG": jpegOf(t, corners(90, 60)), "PNG": pngOf(t, corners(90, 60)), "GIF": gifOf(t, 3, 90, 60),
		"WebP": webpSolid(), "WebP that moves": animation(), "progressive JPEG": flat(90, 60, true, 0x22, 0x11, 0x11)}
	for kind, data := range picture {
		for _, part := range []int{1, 4, 9} {
			want := ErrBroken
			if kind == "progressive JPEG" && part == 9 {
				continue // its end is nothing but padding
			}
			add(fmt.Sprintf("%s, of which %d tenths are there", kind, part), want, data[:len(data)*part/10])
		}
		add(kind+" whose first bytes are all", ErrBroken, data[:12])
	}
	broken(t, add)
	return all
}

func notPictures(add func(string, error, []byte)) {
	for what, text := range map[string]string{
		"nothing": "", "text": "hello", "SVG": `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`,
		"SVG behind a mark": "\xef\xbb\xbf <?xml version='1.0'?><svg/>", "HTML": "<!DOCTYPE html><html>", "PDF": "%PDF-1.7\n",
		"a zip": "PK\x03\x04", "BMP": "BM\x00\x00", "TIFF": "II*\x00\x08\x00\x00\x00", "PostScript": "%!PS-Adobe-3.0 EPSF-3.0",
		"ImageMagick's": "push graphic-context\nviewbox 0 0 640 480\nfill 'url(https://127.0.0.1/\"|id\")'",
		"HEIC":          "\x00\x00\x00\x18ftypheic",
		"AVIF":          "\x00\x00\x00\x1cftypavif", "an icon": "\x00\x00\x01\x00\x01\x00", "ELF": "\x7fELF\x02\x01\x01",
		"JPEG 2000":   "\x00\x00\x00\x0cjP  ",
		"half a mark": "\x89PNG\r\n", "a mark of JPEG": "\xff\xd8", "GIF of another year": "GIF90a\x01\x00\x01\x00",
		"RIFF": "RIFF\x00\x00\x00\x00WAVEfmt ",
	} {
		add(what, ErrNotPicture, []byte(text))
	}
}

func tooLarge(t testing.TB, add func(string, error, []byte)) {
	add("PNG of 50,000 by 50,000", ErrTooLarge, header(50_000, 50_000, 8, 6, 0, chunk("IDAT", zeros(t, 1000))))
	add("PNG of 2^31 by 2^31", ErrBroken, header(1<<31, 1<<31, 8, 6, 0))
	add("PNG of 2^31-1 by 2^31-1", ErrBroken, header(1<<31-1, 1<<31-1, 8, 6, 0)) // the decoder finds no number for so many
	add("PNG of 2^31-1 by 1", ErrTooLarge, header(1<<31-1, 1, 8, 0, 0))
	add("PNG of 65 megapixels", ErrTooLarge, header(10_000, 6_800, 1, 0, 0))
	add("PNG of 64 megapixels of 64 bits in passes", ErrTooLarge, header(8192, 8192, 16, 6, 1))
	add("PNG bomb: 60 megapixels in 60 kB", nil, header(8_000, 7_500, 1, 0, 0, chunk("IDAT", zeros(t, 1001*7_500))))
	add("PNG that is compressed to much more than it has", ErrBroken, header(10, 10, 8, 0, 0, chunk("IDAT", zeros(t, 50<<20))))
	add("PNG of no pixels", ErrBroken, header(0, 0, 8, 6, 0))
	add("PNG of no width", ErrBroken, header(0, 10, 8, 6, 0))
	add("JPEG of 50,000 by 50,000", ErrTooLarge, flat(50_000, 50_000, false, 0x11)[:3000])
	add("JPEG of 65,535 by 65,535, progressive", ErrTooLarge, flat(65_535, 65_535, true, 0x22, 0x11, 0x11)[:3000])
	add("JPEG that is progressive and of 60 megapixels in full colours", ErrTooLarge, flat(8_000, 7_500, true, 0x11, 0x11, 0x11)[:3000])
	add("JPEG of no pixels", ErrBroken, flat(0, 0, false, 0x11))
	add("JPEG of 62 megapixels of which nothing is there", ErrBroken, flat(7_900, 7_900, false, 0x22, 0x11, 0x11)[:300])
	add("GIF of 65,535 by 65,535", ErrTooLarge, frames(1, 65_535, 65_535, 65_535))
	add("GIF of 1,000 frames of 36 megapixels", ErrTooLarge, frames(1_000, 6_000, 6_000, 6_000))
	add("GIF of 100,000 frames of nothing", ErrTooLarge, frames(200_000, 100, 1, 1))
	add("GIF whose frame is larger than itself", ErrBroken, frames(1, 10, 11, 11))
	add("GIF of no frames", ErrBroken, frames(0, 10, 1, 1))
	add("WebP of 16,384 by 16,384 in 30 bytes", ErrTooLarge, riffOf(riffChunk{"VP8L", lossless(16_384, 16_384, color.NRGBA{A: 255})}))
	add("WebP that moves of 2^24 by 2^24", ErrTooLarge, riffOf(canvas(webpAnimated, 1<<24, 1<<24)))
}

func broken(t testing.TB, add func(string, error, []byte)) {
	wrong := pngOf(t, corners(90, 60))
	wrong[len(wrong)-20]++
	add("PNG with a wrong sum", ErrBroken, wrong)
	long := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), 1<<31)
	add("PNG of one endless chunk", ErrBroken, append(long, "IHDR"...))
	add("PNG whose picture is text", ErrBroken, header(10, 10, 8, 6, 0, chunk("IDAT", []byte("text"))))
	add("JPEG of markers", ErrBroken, append([]byte("\xff\xd8"), bytes.Repeat([]byte{0xff}, 100_000)...))
	add("JPEG of empty segments", ErrBroken, append([]byte("\xff\xd8"), bytes.Repeat(segment(0xe1, nil), 10_000)...))
	add("JPEG whose segment is shorter than its length", ErrBroken, []byte("\xff\xd8\xff\xe1\x00\x00"))
	m := corners(90, 60)
	for what, tiff := range map[string][]byte{
		"is nothing": nil, "is elsewhere": []byte("II*\x00\xff\xff\xff\xff"), "is itself": []byte("II*\x00\x00\x00\x00\x00"),
		"has 65,535 entries": append([]byte("MM\x00*\x00\x00\x00\x08\xff\xff"), make([]byte, 100)...),
		"turns it 9":         exif(binary.LittleEndian, 9), "turns it 0": exif(binary.BigEndian, 0),
		"turns it 65,535": exif(binary.BigEndian, 65_535),
	} {
		add("JPEG whose EXIF "+what, nil, jpegOf(t, m, segment(0xe1, append([]byte("Exif\x00\x00"), tiff...))))
	}
	add("GIF that is a script, too", ErrBroken, []byte("GIF89a/*\x00\x00\x00\x00*/=alert(1)//"))
	add("JPEG that is a script, too", ErrBroken, []byte("\xff\xd8\xff\xe0/**/=alert(1)"))
	add("WebP that says more than it has", ErrBroken, []byte("RIFF\xff\xff\xff\xffWEBPVP8L\xff\xff\xff\xff\x2f"))
	add("WebP of no chunks", ErrBroken, riffOf())
	add("WebP that moves without frames", ErrBroken, riffOf(canvas(webpAnimated, 10, 10), riffChunk{"ANIM", make([]byte, 6)}))
	add("WebP whose frame is short", ErrBroken, riffOf(canvas(webpAnimated, 10, 10), riffChunk{"ANMF", make([]byte, 9)}))
	add("WebP whose frame is empty", ErrBroken, riffOf(canvas(webpAnimated, 10, 10), riffChunk{"ANMF", make([]byte, 16)}))
	random := rand.New(rand.NewPCG(1, 2))
	for kind, mark := range map[string]string{"JPEG": "\xff\xd8\xff\xe0", "PNG": "\x89PNG\r\n\x1a\n", "GIF": "GIF89a",
		"WebP": "RIFF\x00\x10\x00\x00WEBP",
	} {
		noise := []byte(mark)
		for range 4_096 {
			noise = append(noise, byte(random.Uint32()))
		}
		want := ErrBroken
		if kind == "GIF" { // its size is anything
			want = ErrTooLarge
		}
		add(kind+" of noise", want, noise)
	}
}

func TestHostileFilesEndInAnError(t *testing.T) {
	all := hostile(t)
	if len(all) < 60 {
		t.Errorf("only %d files", len(all))
	}
	w := worker("serve")
	for what, c := range all {
		r, err := w.Make(t.Context(), bytes.NewReader(c.data))
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", what, err, c.want)
		}
		if err == nil && TypeOf(r.Content) != r.Type {
			t.Errorf("%s: became %s", what, TypeOf(r.Content))
		}
	}
	if _, err := w.Make(t.Context(), bytes.NewReader(pngOf(t, corners(60, 40)))); err != nil {
		t.Errorf("the picture after them: %v", err)
	}
}
