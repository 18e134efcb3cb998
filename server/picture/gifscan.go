package picture

import "encoding/binary"

// scanGIF counts the frames of a GIF and the pixels of all of them, without decoding any. It stops
// where the file makes no sense, as the decoder does.
func scanGIF(data []byte) (frames int, area int64) {
	if len(data) < 13 {
		return 0, 0
	}
	rest := skip(data[13:], table(data[10]))
	for len(rest) > 0 {
		switch rest[0] {
		case 0x21: // an extension: its kind, and blocks
			rest = blocks(skip(rest, 2))
		case 0x2c: // a frame: where it is, perhaps colours, the size of codes, and blocks
			if len(rest) < 10 {
				return frames, area
			}
			frames++
			area += int64(binary.LittleEndian.Uint16(rest[5:])) * int64(binary.LittleEndian.Uint16(rest[7:]))
			rest = blocks(skip(rest, 11+table(rest[9])))
		default:
			return frames, area
		}
	}
	return frames, area
}

// table returns how many bytes a table of colours takes, by the flags that say so.
func table(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// blocks returns what is behind blocks, each of which begins with its length; one of nothing ends them.
func blocks(data []byte) []byte {
	for len(data) > 0 {
		length := int(data[0])
		data = skip(data, 1+length)
		if length == 0 {
			break
		}
	}
	return data
}

func skip(data []byte, n int) []byte { return data[min(n, len(data)):] }
