package rowhtml

import "github.com/confab/confab/shared/face"

// Hue returns the identity colour of a user, 1 to 8.
func Hue(userID string) int { return face.Hue(userID) }

// Initials returns the one or two characters that stand for a name in an avatar.
func Initials(name string) string { return face.Initials(name) }

// Initial returns the one character for the smallest avatars.
func Initial(name string) string { return face.Initial(name) }
