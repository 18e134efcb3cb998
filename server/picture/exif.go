package picture

import "encoding/binary"

// Upright is the orientation of a picture that is not to be turned; they go to 8.
const upright = 1

// orientationTag is the number of the entry that says how a picture is to be turned.
const orientationTag = 0x0112

// exifOrientation returns the orientation that EXIF data says, which is a TIFF file: 8 bytes
// that say the order of bytes and where the first directory is, which has a count and entries of 12
// bytes (TIFF 6.0, section 2; EXIF 2.3, 4.6.4). What makes no sense is upright.
func exifOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return upright
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return upright
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return upright
	}
	count := int(order.Uint16(tiff[at:]))
	entries := tiff[at+2:]
	for ; count > 0 && len(entries) >= 12; count, entries = count-1, entries[12:] {
		const short = 3
		if order.Uint16(entries) != orientationTag {
			continue
		}
		if o := int(order.Uint16(entries[8:])); order.Uint16(entries[2:]) == short && o >= upright && o <= 8 {
			return o
		}
		return upright
	}
	return upright
}
