package admin

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// EmojiRoot is the address of the page of the workspace's own emoji, which is for everybody.
const EmojiRoot = "/emoji"

// emojiPage lists the workspace's own emoji.
type emojiPage struct {
	frame
	Script string
	Emoji  []ownEmoji
	Next   string // where the next page begins; "": there is none
	Most   int    // letters of a name
	KB     int    // of a picture
}

// ownEmoji is a row of the list.
type ownEmoji struct {
	Name    string
	Address string // of its picture
	Still   string // "": it does not move
	By      string
	Aliases string
	Changes bool // who looks at it may
}

func showEmoji(v *visit) {
	found, err := do(v, wire.ListEmoji, &wire.EmojiList{After: v.r.URL.Query().Get("after")})
	if err != nil {
		v.failed(err)
		return
	}
	var makers []string
	for _, e := range found.Emoji {
		if !slices.Contains(makers, e.By) {
			makers = append(makers, e.By)
		}
	}
	by, err := v.people(makers)
	if err != nil {
		v.failed(err)
		return
	}
	p := emojiPage{
		frame: v.frame(v.r.Context(), text.Emoji), Script: v.assets.URL("emoji.js"), Next: found.Next,
		Most: limits.EmojiName, KB: limits.EmojiPicture >> 10,
	}
	for _, e := range found.Emoji {
		p.Emoji = append(p.Emoji, ownEmoji{
			Name: e.Name, Address: rowhtml.EmojiAddress(e.Picture), Still: rowhtml.EmojiAddress(e.Still), By: by[e.By].Name,
			Aliases: strings.Join(e.Aliases, " "), Changes: e.By == v.me.ID || rights.May(rights.EmojiAny, rights.Of(v.me)),
		})
	}
	v.render(http.StatusOK, "emoji.html", p)
}

// addEmoji makes an emoji of a picture. If it is given no name it is called as its file.
func addEmoji(v *visit) {
	file, head, err := v.r.FormFile("picture")
	if errors.Is(err, http.ErrMissingFile) {
		err = wire.Refused(wire.CodeInvalid, text.EmojiPictureMissing)
	}
	if err != nil {
		v.failed(err)
		return
	}
	defer file.Close() // it was only read
	row := v.stream(wire.AddEmoji.Type)
	name := strings.Trim(strings.ToLower(strings.TrimSpace(v.r.PostFormValue("name"))), ":")
	q := &wire.EmojiAdd{Name: cmp.Or(name, emojiName(head.Filename))}
	ctx := v.r.Context()
	err = row.Draw(ctx, v.chat, v.who)
	if err == nil {
		err = row.Admit(ctx, v.chat, v.who, q)
	}
	if err == nil && head.Size > row.Limit {
		err = errEmojiTooLarge
	}
	if err == nil {
		_, err = row.Take(ctx, v.who, q, chat.Body{Reader: file, Size: head.Size})
	}
	if err != nil {
		v.failed(err)
		return
	}
	v.done(EmojiRoot, "emoji")
}

var errEmojiTooLarge = wire.Refused(wire.CodeTooLarge, text.EmojiTooLarge(limits.EmojiPicture>>10))

// emojiName returns the name that an emoji has by its file.
func emojiName(file string) string {
	file, _, _ = strings.Cut(file, ".")
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '_', r == '-':
			return r
		}
		return '_'
	}, strings.ToLower(file))
	name = strings.Trim(name, "_-")
	return name[:min(len(name), limits.EmojiName)]
}

func aliasEmoji(v *visit) {
	names := strings.FieldsFunc(strings.ToLower(v.r.PostFormValue("aliases")), func(r rune) bool {
		return r == ' ' || r == ',' || r == ':'
	})
	if _, err := do(v, wire.AliasEmoji, &wire.EmojiAlias{Name: v.r.PostFormValue("emoji"), Aliases: names}); err != nil {
		v.failed(err)
		return
	}
	v.done(EmojiRoot, "aliases")
}

func removeEmoji(v *visit) {
	if _, err := do(v, wire.RemoveEmoji, &wire.EmojiRef{Name: v.r.PostFormValue("emoji")}); err != nil {
		v.failed(err)
		return
	}
	v.done(EmojiRoot, "unemoji")
}
