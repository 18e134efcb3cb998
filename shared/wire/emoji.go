package wire

import "github.com/confab/confab/shared/limits"

// Emoji is one of the workspace's own: a picture with a name. In texts, and as a reaction, it
// is its name between colons, :name:, which is shown as the picture by those who know it, and
// as it is where there is none by that name (any more).
type Emoji struct {
	Name    string   `json:"name"`              // 2 to 32 of a to z, 0 to 9, _ and -
	Aliases []string `json:"aliases,omitempty"` // other names of it
	Picture string   `json:"picture"`           // names its content, which GetEmoji answers
	Still   string   `json:"still,omitempty"`   // of one that moves: the same standing still
	By      string   `json:"by"`                // who made it
	At      int64    `json:"at"`                // UTC milliseconds
}

// EmojiAdd makes an emoji of the picture in the body.
type EmojiAdd struct {
	Head
	Name string `json:"name" path:"name" is:"emojiname"`
}

// EmojiInfo answers EmojiAdd.
type EmojiInfo struct {
	Head
	Emoji Emoji `json:"emoji"`
}

// EmojiAlias gives an emoji these other names, and no others.
type EmojiAlias struct {
	Head
	Name    string   `json:"name" path:"name" is:"emojiname"`
	Aliases []string `json:"aliases" is:"emojinames"`
}

// EmojiRef names an emoji of the workspace.
type EmojiRef struct {
	Head
	Name string `json:"name" path:"name" is:"emojiname"`
}

// EmojiList asks for the workspace's own emoji, in the order of their names, after the name
// After.
type EmojiList struct {
	Head
	After string `json:"after,omitempty" query:"after" is:"after"`
	Limit int    `json:"limit,omitempty" query:"limit" is:"emojipage"`
}

// Emojis answers EmojiList. Next is the After of the next page; if it is empty, this is the
// last page. Revision is that of the list: if it is another one on the next page, the list has
// changed in between, and the client begins again.
type Emojis struct {
	Head
	Emoji    []Emoji `json:"emoji"`
	Revision int64   `json:"revision"`
	Next     string  `json:"next,omitempty"`
}

// EmojiChanged tells every client that the list of the workspace's own emoji is another one
// now. Revision is that of the list, as in a Welcome.
type EmojiChanged struct {
	Head
	Revision int64 `json:"revision"`
}

// EmojiGet asks for the content of an emoji's picture.
type EmojiGet struct {
	Head
	Picture string `json:"picture" path:"picture" is:"blob"`
}

// The workspace's own emoji.
var (
	ListEmoji = Command[*EmojiList, *Emojis]{
		Type: "emoji.list", Answer: TypeOK, Method: "GET", Path: "/emoji",
		Doc: "List the workspace's own emoji.", Repeat: RepeatReads,
	}
	AliasEmoji = Command[*EmojiAlias, *OK]{
		Type: "emoji.alias", Answer: TypeOK, Method: "PUT", Path: "/emoji/{name}/aliases",
		Doc: "Change the other names of an emoji that you made.", Repeat: RepeatNumbered,
	}
	RemoveEmoji = Command[*EmojiRef, *OK]{
		Type: "emoji.remove", Answer: TypeOK, Method: "DELETE", Path: "/emoji/{name}",
		Doc: "Remove an emoji that you made.", Repeat: RepeatNumbered,
	}
	AddEmoji = Upload[*EmojiAdd, *EmojiInfo]{
		Type: "emoji.add", Method: "PUT", Path: "/emoji/{name}",
		Doc: "Make an emoji of a picture, which is made smaller.", Types: EmojiTypes, Limit: limits.EmojiPicture,
	}
	GetEmoji = Download[*EmojiGet]{
		Type: "emoji.content", Method: "GET", Path: "/emoji-pictures/{picture}",
		Doc: "Get the picture of one of the workspace's own emoji.", Types: EmojiTypes, Limit: limits.EmojiMade,
	}
)

// EmojiTypes are the content types of pictures of which emoji are made. What the content is
// decides, whatever is said.
var EmojiTypes = []string{"image/png", "image/jpeg", "image/gif", "image/webp", "application/octet-stream"}
