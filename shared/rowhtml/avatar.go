package rowhtml

import (
	"strconv"

	"github.com/confab/confab/shared/face"
	"github.com/confab/confab/shared/wire"
)

// Hue returns the identity colour of a user, 1 to 8.
func Hue(userID string) int { return face.Hue(userID) }

// Initials returns the one or two characters that stand for a name in an avatar.
func Initials(name string) string { return face.Initials(name) }

// Initial returns the one character for the smallest avatars.
func Initial(name string) string { return face.Initial(name) }

// FaceAddress returns the address of the picture of a person or a room; "" if they have none.
func FaceAddress(picture string) string { return FileAddress(picture, wire.SizeSmall) }

// avatar writes the picture of a person, over what stands for it until it is there, or if it cannot be had.
func (b *Builder) avatar(class, user, text, picture string) {
	b.Start(Span).Attr(Class, class).Attr(DataHue, strconv.Itoa(Hue(user))).Attr(AriaHidden, "true").Text(text)
	if picture != "" {
		b.Start(Img).Attr(Alt, "").Attr(Loading, "lazy").Attr(Decoding, "async").content("src", &wire.File{ID: picture}, wire.SizeSmall)
	}
	b.End()
}
