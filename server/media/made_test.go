package media

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
)

var big = binary.BigEndian

// box is a box of MP4.
func box(name string, content ...[]byte) []byte {
	all := bytes.Join(content, nil)
	return append(append(big.AppendUint32(nil, uint32(8+len(all))), name...), all...)
}

func u32(n ...uint32) (b []byte) {
	for _, n := range n {
		b = big.AppendUint32(b, n)
	}
	return b
}

// trackHeader is a tkhd of version 0.
func trackHeader(width, height uint32, turned bool) []byte {
	matrix := u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
	if turned {
		matrix = u32(0, 0x10000, 0, 0xffff0000, 0, 0, 0, 0, 0x40000000)
	}
	return box("tkhd", make([]byte, 40), matrix, u32(width<<16, height<<16))
}

func film(turned bool) []byte {
	return bytes.Join([][]byte{
		box("ftyp", []byte("isom\x00\x00\x02\x00")), box("mdat", make([]byte, 9000)),
		box("moov", box("mvhd", make([]byte, 12), u32(600, 28800)),
			box("trak", trackHeader(0, 0, false)), box("trak", trackHeader(1920, 1080, turned))),
	}, nil)
}

func longFilm() []byte {
	return append(box("ftyp", []byte("isom\x00\x00\x02\x00")), box("moov",
		box("mvhd", []byte{1, 0, 0, 0}, make([]byte, 16), u32(1000, 0, 48_500)),
		box("trak", box("tkhd", []byte{1, 0, 0, 0}, make([]byte, 48),
			u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000), u32(640<<16, 480<<16))))...)
}

// element is an element of Matroska.
func element(id uint32, content ...[]byte) []byte {
	all := bytes.Join(content, nil)
	size := u32(1<<28 | uint32(len(all)))
	return bytes.Join([][]byte{bytes.TrimLeft(u32(id), "\x00"), size, all}, nil)
}

var ebml = element(0x1a45dfa3, element(0x4282, []byte("webm")))

func webmFilm(duration float64) []byte {
	return append(bytes.Clone(ebml), element(elementSegment, element(0x114d9b74, make([]byte, 6000)),
		element(elementInfo, element(elementScale, []byte{0x0f, 0x42, 0x40}),
			element(elementDuration, big.AppendUint64(nil, math.Float64bits(duration)))),
		element(elementTracks, element(elementTrack, element(0xd7, []byte{1})),
			element(elementTrack, element(elementVideo, element(elementWidth, []byte{2, 0x80}), element(elementHeight, []byte{1, 0x68})))),
		element(elementCluster, make([]byte, 500)))...)
}

// recording is what browsers record: of unknown size, without a duration.
func recording() []byte {
	unknown := []byte{0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
	return bytes.Join([][]byte{
		ebml, u32(elementSegment), unknown,
		element(elementInfo, element(elementScale, []byte{0x0f, 0x42, 0x40})), u32(elementCluster), unknown, make([]byte, 400),
	}, nil)
}

// page is a page of Ogg.
func page(serial uint32, position uint64, content string) []byte {
	b := append([]byte("OggS\x00\x00"), binary.LittleEndian.AppendUint64(nil, position)...)
	b = binary.LittleEndian.AppendUint32(b, serial)
	b = append(append(b, make([]byte, 8)...), 1, byte(len(content)))
	return append(b, content...)
}

func ogg(head string, positions ...uint64) []byte {
	b := page(7, 0, head+strings.Repeat("\x00", 60))
	for _, at := range positions {
		b = append(b, page(7, at, strings.Repeat("s", 200))...)
	}
	return append(b, page(8, 1<<40, "another stream")...)
}

func wav(claimed uint32) []byte {
	little := binary.LittleEndian
	b := []byte("RIFF\x00\x00\x00\x00WAVELIST\x03\x00\x00\x00abc\x00fmt \x10\x00\x00\x00\x01\x00\x01\x00")
	b = little.AppendUint32(b, 8000)
	b = append(little.AppendUint32(b, 16_000), 2, 0, 16, 0)
	return append(little.AppendUint32(append(b, 'd', 'a', 't', 'a'), claimed), make([]byte, 24_000)...)
}

func flac() []byte {
	b := append([]byte("fLaC\x00\x00\x00\x22"), make([]byte, 10)...)
	return append(append(b, u32(44_100<<12|0xf0, 441_000)...), make([]byte, 16)...)
}

// mp3 is layer III at 128 kbit/s and 44.1 kHz, with what stands at a place of its first frame.
func mp3(tag string, at int, says string) []byte {
	frame := append([]byte{0xff, 0xfb, 0x90, 0x64}, make([]byte, 16_000-4)...)
	copy(frame[at:], says)
	return append([]byte(tag), frame...)
}

const id3 = "ID3\x04\x00\x00\x00\x00\x01\x02" // of 130 bytes
