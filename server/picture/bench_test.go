package picture

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"testing"
	"time"
)

var peak = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// weigh makes a picture anew, and returns how many megabytes of memory its process had at most, and how long it
// took of a processor.
func weigh(t testing.TB, data []byte) (megabytes int, took time.Duration, complaint string) {
	t.Helper()
	cmd := exec.CommandContext(context.Background(), os.Args[0], "weigh", strconv.Itoa(DefaultMemory), "60", "0")
	var out, said bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(data), &out, &said
	cmd.Env = []string{"GOMAXPROCS=1", "GODEBUG=madvdontneed=1"}
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, said.Bytes())
	}
	if _, err := read(out.Bytes()); err != nil {
		complaint = err.Error()
	}
	found := peak.FindSubmatch(said.Bytes())
	if found == nil {
		t.Fatal("the system does not say what the process needed")
	}
	kilobytes, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kilobytes >> 10, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), complaint
}

func TestLargePicturesTakeNoMoreMemoryThanTheyMay(t *testing.T) {
	if runtime.GOOS != "linux" {
		return // elsewhere nobody says what a process needed
	}
	for what, data := range map[string][]byte{
		"JPEG of 50 megapixels":              flat(8160, 6120, false, 0x22, 0x11, 0x11),
		"progressive JPEG of 50 megapixels":  flat(8160, 6120, true, 0x22, 0x11, 0x11),
		"JPEG of 64 megapixels to be turned": turned64(),
	} {
		megabytes, _, complaint := weigh(t, data)
		t.Logf("%s: %d MB", what, megabytes)
		if complaint != "" {
			t.Errorf("%s: %s", what, complaint)
		}
		if megabytes > DefaultMemory>>20 {
			t.Errorf("%s: %d MB of memory", what, megabytes)
		}
	}
}

// turned64 is a JPEG of 64 megapixels that is to be turned.
func turned64() []byte {
	data := flat(8190, 8190, false, 0x22, 0x11, 0x11)
	app := segment(0xe1, append([]byte("Exif\x00\x00"), exif(binary.BigEndian, 6)...))
	return append(append(bytes.Clone(data[:2]), app...), data[2:]...)
}

// photograph is a JPEG that compresses like one.
func photograph(b *testing.B, width, height int) []byte {
	random := rand.New(rand.NewPCG(1, 2))
	m := image.NewYCbCr(image.Rect(0, 0, width, height), image.YCbCrSubsampleRatio420)
	for i := range m.Y {
		m.Y[i] = byte(i/width*200/height + int(random.Uint32()%24))
	}
	for i := range m.Cb {
		m.Cb[i], m.Cr[i] = byte(i*255/len(m.Cb)), 100
	}
	var buffer bytes.Buffer
	if err := jpeg.Encode(&buffer, m, &jpeg.Options{Quality: 90}); err != nil {
		b.Fatal(err)
	}
	return buffer.Bytes()
}

func BenchmarkMake(b *testing.B) {
	for name, data := range map[string][]byte{
		"screenshot of 2 MP": pngOf(b, corners(1920, 1080)),
		"photo of 2 MP":      photograph(b, 1632, 1224),
		"photo of 12 MP":     photograph(b, 4032, 3024),
		"photo of 50 MP":     photograph(b, 8160, 6120),
		"GIF of 60 frames":   gifOf(b, 60, 480, 360),
	} {
		b.Run(name, func(b *testing.B) {
			w := worker("serve")
			thumbs := 0
			for b.Loop() {
				r, err := w.Make(context.Background(), bytes.NewReader(data))
				if err != nil {
					b.Fatal(err)
				}
				thumbs += len(r.Thumbs)
			}
			b.ReportMetric(float64(thumbs)/b.Elapsed().Seconds(), "thumbnails/s")
			b.StopTimer()
			if runtime.GOOS == "linux" {
				megabytes, took, _ := weigh(b, data)
				b.ReportMetric(float64(megabytes), "peak-MB")
				b.ReportMetric(float64(took.Milliseconds()), "cpu-ms")
			}
			b.ReportMetric(float64(len(data))/1e6, "in-MB")
		})
	}
}
