package picture

import (
	"bytes"
	"encoding/binary"
)

// pngOrientation returns what the eXIf chunk of a PNG says.
func pngOrientation(data []byte) int {
	data = data[min(8, len(data)):]
	for len(data) >= 12 {
		length := int64(binary.BigEndian.Uint32(data))
		if length+12 > int64(len(data)) || string(data[4:8]) == "IDAT" {
			return upright
		}
		if string(data[4:8]) == "eXIf" {
			return exifOrientation(data[8 : 8+length])
		}
		data = data[length+12:]
	}
	return upright
}

// pngInterlaced tells whether a PNG's rows come in seven passes.
func pngInterlaced(data []byte) bool { return len(data) > 28 && data[28] != 0 }

// riffChunk is a part of a WebP: four letters and a content, padded to an even length.
type riffChunk struct {
	name    string
	content []byte
}

// riffChunks returns the parts of what is in a RIFF file or in one of its parts; false if it is cut or has something behind.
func riffChunks(data []byte) (chunks []riffChunk, ok bool) {
	for len(data) >= 8 {
		length := int64(binary.LittleEndian.Uint32(data[4:]))
		if 8+length > int64(len(data)) {
			return chunks, false
		}
		chunks = append(chunks, riffChunk{string(data[:4]), data[8 : 8+length]})
		data = data[min(8+length+length&1, int64(len(data))):]
	}
	return chunks, len(data) == 0
}

// put writes a part.
func (c riffChunk) put(b *bytes.Buffer) {
	b.WriteString(c.name)
	b.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(c.content))))
	b.Write(c.content)
	if len(c.content)%2 != 0 {
		b.WriteByte(0)
	}
}
