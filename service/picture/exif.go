package picture

import (
	"bytes"
	"encoding/binary"
)

// normal is the orientation of a photo that says nothing, or nonsense.
const normal = 1

// orientationTag of TIFF: how the camera was held, 1 to 8.
const orientationTag = 0x0112

// jpegOrientation reads it from the first Exif segment.
func jpegOrientation(data []byte) int {
	found := normal
	segments(data, func(marker byte, body []byte) bool {
		tiff, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00"))
		if marker != 0xe1 || !ok {
			return true
		}
		found = orientation(tiff)
		return false
	})
	return found
}

// pngOrientation reads it from the eXIf chunk, wherever that stands.
func pngOrientation(data []byte) int {
	const frame = 12 // length, type and checksum of a chunk
	for rest := data[min(8, len(data)):]; len(rest) >= frame; {
		n := int64(binary.BigEndian.Uint32(rest))
		if n > int64(len(rest)-frame) {
			break
		}
		if string(rest[4:8]) == "eXIf" {
			return orientation(rest[8 : 8+n])
		}
		rest = rest[frame+n:]
	}
	return normal
}

// orientation reads the tag from the first directory of a TIFF header. It looks
// at one directory, follows nothing, and takes whatever is not right for normal:
// a photo that lies on its side is still evidence.
func orientation(tiff []byte) int {
	if len(tiff) < 8 {
		return normal
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return normal
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return normal
	}
	entries := tiff[at+2:]
	for n := order.Uint16(tiff[at:]); n > 0 && len(entries) >= 12; n, entries = n-1, entries[12:] {
		if order.Uint16(entries) != orientationTag {
			continue
		}
		const short = 3
		if v := order.Uint16(entries[8:]); order.Uint16(entries[2:]) == short && v >= 1 && v <= 8 {
			return int(v)
		}
		break
	}
	return normal
}
