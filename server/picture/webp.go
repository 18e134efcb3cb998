package picture

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// webpHead is what the container of a WebP says.
type webpHead struct {
	orientation   int
	animated      bool
	lossless      bool
	width, height int // of an animated one
}

// The flags of a VP8X chunk.
const (
	webpAnimated = 0x02
	webpAlpha    = 0x10
)

// body returns what is in the container; nothing if it says another length than it has. What
// is behind it is no part of it.
func webpBody(data []byte) []byte {
	if len(data) < 12 {
		return nil
	}
	end := 8 + int64(binary.LittleEndian.Uint32(data[4:]))
	if end < 12 || end > int64(len(data)) {
		return nil
	}
	return data[12:end]
}

// scanWebP reads the container.
func scanWebP(data []byte) webpHead {
	head := webpHead{orientation: upright}
	chunks, _ := riffChunks(webpBody(data))
	for i, c := range chunks {
		switch {
		case c.name == "VP8L":
			head.lossless = true
		case c.name == "EXIF":
			head.orientation = exifOrientation(bytes.TrimPrefix(c.content, []byte("Exif\x00\x00")))
		case c.name == "VP8X" && i == 0 && len(c.content) == 10:
			head.animated = c.content[0]&webpAnimated != 0
			head.width, head.height = 1+uint24(c.content[4:]), 1+uint24(c.content[7:])
		}
	}
	return head
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

// stripWebP writes an animated WebP anew with its frames alone.
func stripWebP(data []byte) ([]byte, error) {
	chunks, ok := riffChunks(webpBody(data))
	if !ok || len(chunks) == 0 || chunks[0].name != "VP8X" || len(chunks[0].content) != 10 {
		return nil, ErrBroken
	}
	b := bytes.NewBuffer(make([]byte, 12, len(data)))
	frames := 0
	for i, c := range chunks {
		switch {
		case i == 0:
			c.content = slices.Clone(c.content)
			c.content[0] &= webpAnimated | webpAlpha
			clear(c.content[1:4])
		case c.name == "ANIM" && len(c.content) == 6 && frames == 0:
		case c.name == "ANMF":
			frame, ok := stripFrame(c.content)
			if !ok {
				return nil, ErrBroken
			}
			c.content = frame
			frames++
		default:
			continue
		}
		c.put(b)
	}
	if frames == 0 {
		return nil, ErrBroken
	}
	clean := b.Bytes()
	copy(clean, "RIFF")
	binary.LittleEndian.PutUint32(clean[4:], uint32(len(clean)-8))
	copy(clean[8:], "WEBP")
	return clean, nil
}

// stripFrame writes a frame anew: 16 bytes that say where and how long it is shown, and its picture.
func stripFrame(frame []byte) ([]byte, bool) {
	const head = 16
	if len(frame) < head {
		return nil, false
	}
	chunks, ok := riffChunks(frame[head:])
	if !ok {
		return nil, false
	}
	var b bytes.Buffer
	b.Write(frame[:head])
	pictures := 0
	for _, c := range chunks {
		switch c.name {
		case "VP8 ", "VP8L":
			pictures++
		case "ALPH":
		default:
			continue
		}
		c.put(&b)
	}
	return b.Bytes(), pictures == 1
}
