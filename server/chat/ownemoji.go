package chat

import (
	"context"
	"errors"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/confab/confab/server/store"
	emojis "github.com/confab/confab/shared/emoji"
	"github.com/confab/confab/shared/emoji/data"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// ownEmoji returns the name of an emoji of the workspace's own that is written between
// colons.
func ownEmoji(s string) (name string, ok bool) {
	if len(s) < 3 || s[0] != ':' || s[len(s)-1] != ':' {
		return "", false
	}
	return s[1 : len(s)-1], true
}

// checkEmojiName refuses what no emoji of the workspace's own can be called.
func checkEmojiName(s string) error {
	if !markup.EmojiNamed(s) {
		return invalid(text.EmojiNameIs(strconv.Itoa(limits.EmojiName)))
	}
	return nil
}

// isEmojiName is the form of an emoji's name.
func isEmojiName(_ string, v reflect.Value) error { return checkEmojiName(v.String()) }

// isEmojiNames is the form of an emoji's other names.
func isEmojiNames(_ string, v reflect.Value) error {
	if v.Len() > limits.EmojiAliases {
		return invalid(text.TooManyAliases(limits.EmojiAliases))
	}
	for i := range v.Len() {
		if err := checkEmojiName(v.Index(i).String()); err != nil {
			return err
		}
	}
	return nil
}

// isBlob is the form of the name of content.
func isBlob(field string, v reflect.Value) error {
	if s := v.String(); len(s) != 64 || strings.Trim(s, "0123456789abcdef") != "" {
		return invalid(text.FieldIsID(field))
	}
	return nil
}

// builtIn are the names of Unicode's emoji, none of which can be one of the workspace's own.
var builtIn = sync.OnceValues(func() (map[string]bool, error) {
	set, err := emojis.Parse(data.File, func(s string) string { return s })
	if err != nil {
		return nil, err
	}
	names := map[string]bool{}
	for _, kind := range set.Kinds {
		for _, e := range kind.List {
			for _, name := range e.Names() {
				names[name] = true
			}
		}
	}
	for name := range markup.EmojiNames {
		names[name] = true
	}
	return names, nil
})

// freeNames refuses names that an emoji has already, whether of Unicode or of the workspace's own. but
// is the emoji that is to have them. It returns how many emoji of the workspace's own there are.
func freeNames(tx store.Tx, names []string, but string) (count int, err error) {
	unicode, err := builtIn()
	if err != nil {
		return 0, err
	}
	list, err := tx.Emoji().List("", limits.Emoji)
	if err != nil {
		return 0, err
	}
	for i, name := range names {
		taken := unicode[name] || slices.Contains(names[:i], name) || slices.ContainsFunc(list, func(e store.Emoji) bool {
			return e.Name != but && (e.Name == name || slices.Contains(e.Aliases, name))
		})
		if taken {
			return 0, wire.Refused(wire.CodeConflict, text.EmojiTaken(name))
		}
	}
	return len(list), nil
}

func tellEmoji(e store.Emoji) wire.Emoji {
	return wire.Emoji{Name: e.Name, Aliases: e.Aliases, Picture: e.Picture, Still: e.Still, By: e.User, At: e.At}
}

// listEmoji lists the workspace's own emoji.
func (s files) listEmoji(ctx context.Context, who Actor, q *wire.EmojiList) (*wire.Emojis, error) {
	answer := &wire.Emojis{Emoji: []wire.Emoji{}}
	err := s.records.view(ctx, who, func(tx store.Tx, _ standing) (err error) {
		if answer.Revision, err = tx.Emoji().Revision(); err != nil {
			return err
		}
		list, err := tx.Emoji().List(q.After, q.Limit+1)
		list, answer.Next = firstOf(list, q.Limit, func(e store.Emoji) string { return e.Name })
		for _, e := range list {
			answer.Emoji = append(answer.Emoji, tellEmoji(e))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// changing loads an emoji that the acting person may change.
func changing(tx store.Tx, p standing, name string) (store.Emoji, error) {
	if err := tx.Emoji().Hold(); err != nil {
		return store.Emoji{}, err
	}
	e, err := tx.Emoji().ByName(name)
	if errors.Is(err, store.ErrNotFound) {
		err = wire.Refused(wire.CodeNotFound, text.NoEmojiNamed(name))
	}
	if err == nil && e.User != p.me.ID {
		err = p.need(rights.EmojiAny)
	}
	return e, err
}

// aliasEmoji gives an emoji other names.
func (s files) aliasEmoji(ctx context.Context, who Actor, q *wire.EmojiAlias) (*wire.OK, error) {
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		e, err := changing(tx, p, q.Name)
		if err != nil {
			return err
		}
		if slices.Contains(q.Aliases, q.Name) {
			return wire.Refused(wire.CodeConflict, text.EmojiTaken(q.Name))
		}
		if _, err := freeNames(tx, q.Aliases, e.Name); err != nil {
			return err
		}
		return tx.Emoji().Alias(e.Name, q.Aliases)
	})
	if err != nil {
		return nil, err
	}
	return &wire.OK{}, nil
}

// removeEmoji removes an emoji. Where it was used, its name is shown.
func (s files) removeEmoji(ctx context.Context, who Actor, q *wire.EmojiRef) (*wire.OK, error) {
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		e, err := changing(tx, p, q.Name)
		if err != nil {
			return err
		}
		if err := tx.Emoji().Remove(e.Name); err != nil {
			return err
		}
		for _, role := range emojiRoles {
			names, err := tx.Files().Drop(e.ID, role)
			if err == nil {
				err = s.records.deleteBlobs(tx, names)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &wire.OK{}, nil
}

// emojiRoles are what an emoji uses blobs for.
var emojiRoles = []string{store.RoleWhole, string(wire.SizeSmall)}

// addEmoji makes an emoji of the picture in the body.
func (s files) addEmoji(ctx context.Context, who Actor, q *wire.EmojiAdd, body Body) (*wire.EmojiInfo, error) {
	if s.space.Blobs == nil {
		return nil, forbidden(text.NoFiles)
	}
	// Who gives a name that is taken learns it before the picture is made.
	err := s.records.view(store.For(ctx, who.User), who, func(tx store.Tx, _ standing) error {
		_, err := freeNames(tx, []string{q.Name}, "")
		return err
	})
	if err != nil {
		return nil, err
	}
	e := store.Emoji{Name: q.Name, ID: s.records.newID(), User: who.User, At: s.records.now()}
	kept, err := s.drawn(ctx, &e, body)
	if err != nil {
		return nil, err
	}
	// The blobs are put before they are used, so that an emoji that is there has its picture; and
	// once more afterwards, if the same content was just being deleted.
	if err := s.putAll(ctx, kept); err != nil {
		return nil, err
	}
	err = s.records.update(ctx, who, func(tx store.Tx, _ standing) error {
		if err := tx.Emoji().Hold(); err != nil {
			return err
		}
		count, err := freeNames(tx, []string{e.Name}, "")
		if err != nil {
			return err
		}
		if count >= limits.Emoji {
			return wire.Refused(wire.CodeConflict, text.EnoughEmoji(limits.Emoji))
		}
		for _, k := range kept {
			if err := s.use(tx, k.blob); err != nil {
				return err
			}
		}
		return tx.Emoji().Create(e)
	})
	if err == nil {
		err = s.putAll(ctx, kept)
	}
	if err != nil {
		return nil, err
	}
	return &wire.EmojiInfo{Emoji: tellEmoji(e)}, nil
}

// drawn makes what is kept of an emoji's picture, and notes it.
func (s files) drawn(ctx context.Context, e *store.Emoji, content io.Reader) ([]keeping, error) {
	if s.space.Pictures == nil {
		return nil, errNoEmojiPicture
	}
	p, err := s.space.Pictures.MakeSmall(ctx, content, limits.EmojiPixels)
	if errors.Is(err, ErrNoPicture) {
		err = errNoEmojiPicture
	}
	if err != nil {
		return nil, err
	}
	var kept []keeping
	for _, r := range p.Sizes {
		if len(r.Content) > limits.EmojiMade || !slices.Contains(wire.EmojiTypes, r.Type) {
			return nil, errNoEmojiPicture
		}
		role := string(r.Size)
		if r.Size == wire.SizeWhole {
			role = store.RoleWhole
		}
		k := keepingOf(store.FileBlob{File: e.ID, Role: role, Type: r.Type}, r.Content)
		if kept = append(kept, k); r.Size == wire.SizeWhole {
			e.Picture = k.blob.Name
		} else {
			e.Still = k.blob.Name
		}
	}
	return kept, nil
}

var errNoEmojiPicture = invalid(text.EmojiPictureIs)

// putAll stores blobs.
func (s files) putAll(ctx context.Context, all []keeping) error {
	for _, k := range all {
		if _, err := k.content.(io.Seeker).Seek(0, io.SeekStart); err != nil {
			return err
		}
		if err := s.space.Blobs.Put(ctx, k.blob.Name, k.blob.Size, k.content); err != nil {
			return err
		}
	}
	return nil
}

// emojiPicture returns the content of an emoji's picture.
func (s files) emojiPicture(ctx context.Context, who Actor, q *wire.EmojiGet) (Content, error) {
	if s.space.Blobs == nil {
		return Content{}, errNoFile
	}
	var b store.FileBlob
	err := s.records.view(store.For(ctx, who.User), who, func(tx store.Tx, _ standing) (err error) {
		b, err = tx.Emoji().Picture(q.Picture)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		err = errNoFile
	}
	if err != nil {
		return Content{}, err
	}
	return Content{
		Type: b.Type, Size: b.Size, Inline: true, Lasts: true,
		Open: func(ctx context.Context, offset, length int64) (io.ReadCloser, error) {
			return s.space.Blobs.Open(ctx, b.Name, offset, length)
		},
	}, nil
}
