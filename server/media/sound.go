package media

import (
	"bytes"
	"encoding/binary"
	"time"
)

// wav reads the chunks "fmt " and "data" of a RIFF file.
func (s *source) wav() time.Duration {
	rate := 0.0 // bytes a second
	for at := int64(12); ; {
		b := s.bytes(at, 8)
		if b == nil {
			return 0
		}
		length := int64(binary.LittleEndian.Uint32(b[4:]))
		switch string(b[:4]) {
		case "fmt ":
			if f := s.bytes(at+8, 12); f != nil {
				rate = float64(binary.LittleEndian.Uint32(f[8:]))
			}
		case "data": // a recording that was cut off says more than there is
			return lasting(float64(min(length, s.size-at-8)), rate)
		}
		at += 8 + length + length%2
	}
}

// flac reads STREAMINFO (RFC 9639, 8.2), the first block.
func (s *source) flac() time.Duration {
	b := s.bytes(0, 26)
	if b == nil || string(b[:4]) != "fLaC" || b[4]&0x7f != 0 {
		return 0
	}
	info := binary.BigEndian.Uint64(b[18:]) // 20 bits of rate, 8 of other things, 36 of samples
	return lasting(float64(info&(1<<36-1)), float64(info>>44))
}

// The kilobits a second of layer III, for MPEG 1 and for MPEG 2, and the samples a second of MPEG 1.
var (
	bitRates1 = [16]float64{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0}
	bitRates2 = [16]float64{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0}
	mp3Rates  = [4]float64{44_100, 48_000, 32_000, 0}
)

// mp3 reads the first frame of layer III, behind an ID3 tag. What encoders write into it (Xing, Info, VBRI) says how
// many frames there are; without that all are taken to be as large as the first.
func (s *source) mp3() time.Duration {
	start := int64(0)
	if b := s.bytes(0, 10); b != nil && string(b[:3]) == "ID3" {
		for _, c := range b[6:] {
			start = start<<7 | int64(c&0x7f)
		}
		start += 10 + int64(b[5]&0x10)/16*10
	}
	frame := s.bytes(start, int(min(readBytes, max(0, s.size-start))))
	for len(frame) > 4 && (frame[0] != 0xff || frame[1]&0xe6 != 0xe2 || frame[1]&0x18 == 0x08) {
		frame, start = frame[1:], start+1
	}
	if len(frame) <= 4 {
		return 0
	}
	version1, mono := frame[1]&0x18 == 0x18, frame[3]>>6 == 3
	samples, rate, bitRate, info := 576.0, mp3Rates[frame[2]>>2&3]/2, bitRates2[frame[2]>>4], 21
	switch {
	case version1:
		samples, rate, bitRate, info = 1152, mp3Rates[frame[2]>>2&3], bitRates1[frame[2]>>4], 36
	case frame[1]&0x18 == 0: // version 2.5
		rate /= 2
	}
	switch {
	case mono && version1:
		info = 21
	case mono:
		info = 13
	}
	if n, ok := frameCount(frame, info); ok {
		return lasting(n*samples, rate)
	}
	return lasting(float64(s.size-start)*8, bitRate*1000)
}

// frameCount is how many frames there are, as the first one says at info or, for another encoder, at 36.
func frameCount(frame []byte, info int) (n float64, ok bool) {
	at := func(at int, name string) bool {
		return len(frame) >= at+18 && bytes.HasPrefix(frame[at:], []byte(name))
	}
	switch {
	case (at(info, "Xing") || at(info, "Info")) && frame[info+7]&1 != 0:
		return float64(binary.BigEndian.Uint32(frame[info+8:])), true
	case at(36, "VBRI"):
		return float64(binary.BigEndian.Uint32(frame[36+14:])), true
	}
	return 0, false
}
