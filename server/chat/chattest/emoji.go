package chattest

import (
	"context"
	"strings"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// fileOf names a finished file of somebody's.
func fileOf(whose func(*World, Person) Person) request {
	return func(w *World, who Person) wire.Headed {
		return &wire.FileRef{File: w.Upload(whose(w, who), "a.txt", "hello").ID}
	}
}

// emojiOf names an emoji of somebody's.
func emojiOf(whose func(*World, Person) Person) request {
	return func(w *World, who Person) wire.Headed {
		return &wire.EmojiRef{Name: MakeEmoji(w, whose(w, who), "e"+id.New()[:20]).Name}
	}
}

func aliasOf(whose func(*World, Person) Person) request {
	return func(w *World, who Person) wire.Headed {
		return &wire.EmojiAlias{Name: MakeEmoji(w, whose(w, who), "e"+id.New()[:20]).Name, Aliases: []string{"a" + id.New()[:20]}}
	}
}

func sendFile(whose func(*World, Person) Person) request {
	return func(w *World, who Person) wire.Headed {
		return &wire.Send{CID: id.New(), Room: privateRoom(w), Files: []string{w.Upload(whose(w, who), "a.txt", "hello").ID}}
	}
}

// MakeEmoji makes an emoji that is somebody's, whose picture is nowhere.
func MakeEmoji(w *World, by Person, name string) store.Emoji {
	w.T.Helper()
	e := store.Emoji{Name: name, ID: id.New(), User: by.ID, Picture: strings.Repeat("0", 64), At: w.Now().UnixMilli()}
	w.Update(func(tx store.Tx) error {
		_, err := tx.Files().Use(store.FileBlob{File: e.ID, Role: store.RoleWhole, Name: e.Picture, Type: "image/png"})
		if err != nil {
			return err
		}
		return tx.Emoji().Create(e)
	})
	return e
}

// AddEmoji uploads an emoji.
func AddEmoji(w *World, p Person, name, content string) (wire.Emoji, *wire.Error) {
	w.T.Helper()
	row, q := w.stream(wire.AddEmoji.Type), &wire.EmojiAdd{Name: name}
	err := row.Admit(context.Background(), w.Chat, p.Actor(), q)
	var answer wire.Headed
	if err == nil {
		answer, err = row.Take(context.Background(), p.Actor(), q, chat.Body{Reader: strings.NewReader(content), Size: int64(len(content))})
	}
	if err != nil {
		return wire.Emoji{}, w.refused(row.Type, err)
	}
	return answer.(*wire.EmojiInfo).Emoji, nil
}

// EmojiPicture gets the picture of an emoji.
func EmojiPicture(w *World, p Person, picture string) (string, chat.Content, *wire.Error) {
	return download(w, p, wire.GetEmoji.Type, &wire.EmojiGet{Picture: picture})
}
