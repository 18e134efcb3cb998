package platform

import (
	"bytes"
	"sync"
	"syscall/js"
)

// EmojiFile is the address of the list of all emoji.
func EmojiFile() string {
	if at := global("confabEmoji"); at.Truthy() {
		return at.String()
	}
	return ""
}

// EmojiCalled is the address of what emoji are called in a language that the person reads, "" if English is enough.
func EmojiCalled() string {
	if at := global("confabEmojiCalled"); at.Truthy() {
		return at.String()
	}
	return ""
}

// easel is where DrawsEmoji draws, in pixels.
const easel = 24

var paint = sync.OnceValue(func() js.Value {
	canvas := document().Call("createElement", "canvas")
	canvas.Set("width", 2*easel)
	canvas.Set("height", easel)
	ctx := canvas.Call("getContext", "2d", map[string]any{"willReadFrequently": true})
	if ctx.Truthy() {
		ctx.Set("textBaseline", "top")
		ctx.Set("font", "18px "+global("getComputedStyle").Invoke(Root().v).Call("getPropertyValue", "--font-emoji").String())
	}
	return ctx
})

// DrawsEmoji reports whether the device has a picture for an emoji. A picture looks the same in
// whatever colour it is written; that of several characters is as wide as others.
func DrawsEmoji(char string) bool {
	ctx := paint()
	if !ctx.Truthy() {
		return false
	}
	width := func(s string) float64 { return number(ctx.Call("measureText", s).Get("width")) }
	if width(char) > 1.5*width("😀") {
		return false
	}
	black, white := drawn(ctx, char, "#000"), drawn(ctx, char, "#fff")
	return bytes.Equal(black, white) && bytes.ContainsFunc(black, func(r rune) bool { return r != 0 })
}

func drawn(ctx js.Value, char, colour string) []byte {
	ctx.Call("clearRect", 0, 0, 2*easel, easel)
	ctx.Set("fillStyle", colour)
	ctx.Call("fillText", char, 0, 2)
	pixels := make([]byte, 4*2*easel*easel)
	js.CopyBytesToGo(pixels, ctx.Call("getImageData", 0, 0, 2*easel, easel).Get("data"))
	return pixels
}
