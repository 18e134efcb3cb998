package chat_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// drawing is a World where pictures can be made smaller; err is what comes of them instead.
func drawing(t *testing.T, err error) *chattest.World {
	return chattest.New(t, func(_ *chattest.World, o *chat.Options) { o.Files.Pictures = painter{err} })
}

// emojiNamed is the list of emoji, as somebody gets it.
func emojiNamed(w *chattest.World, p chattest.Person) (*wire.Emojis, string) {
	list := w.MustDo(p, &wire.EmojiList{}, wire.ListEmoji.Type).(*wire.Emojis)
	var names []string
	for _, e := range list.Emoji {
		names = append(names, e.Name)
	}
	return list, strings.Join(names, " ")
}

func TestAnEmojiIsMadeUsedAndRemoved(t *testing.T) {
	w := drawing(t, nil)
	party, e := chattest.AddEmoji(w, w.Sam, "party", "confetti")
	if e != nil || party.By != w.Sam.ID || party.Still == "" {
		t.Fatalf("%+v %v", party, e)
	}
	list, names := emojiNamed(w, w.Hana)
	if names != "party" || list.Revision != 1 || list.Emoji[0].Picture != party.Picture {
		t.Errorf("%+v", list)
	}
	for picture, want := range map[string]string{party.Picture: "moving confetti", party.Still: "still confetti"} {
		if got, c, e := chattest.EmojiPicture(w, w.Hana, picture); got != want || !c.Inline || !c.Lasts || e != nil {
			t.Errorf("%q %+v %v, want %q", got, c, e, want)
		}
	}
	seq := w.Say(w.Sam, w.Main, "done")
	react := func(emoji string, on bool) *wire.Error {
		_, e := w.Do(w.Hana, &wire.React{Room: w.Main, Seq: seq, Emoji: emoji, On: on}, wire.ReactToMessage.Type)
		return e
	}
	refused(t, react(":ship:", true), wire.CodeNotFound)
	refused(t, react(":PARTY:", true), wire.CodeInvalid)
	refused(t, react(":party", true), wire.CodeInvalid)
	if e := react(":party:", true); e != nil {
		t.Error(e)
	}
	w.MustDo(w.Sam, &wire.EmojiRef{Name: "party"}, wire.RemoveEmoji.Type)
	if list, names := emojiNamed(w, w.Hana); names != "" || list.Revision != 2 {
		t.Errorf("after it was removed: %+v", list)
	}
	_, _, e = chattest.EmojiPicture(w, w.Hana, party.Picture)
	refused(t, e, wire.CodeNotFound)
	w.Update(func(tx store.Tx) error {
		used, err := tx.Files().Used([]string{party.Picture, party.Still})
		if len(used) > 0 {
			t.Errorf("still used: %v", used)
		}
		return err
	})
	if e := react(":party:", false); e != nil {
		t.Errorf("a reaction cannot be taken away any more: %v", e)
	}
	refused(t, react(":party:", true), wire.CodeNotFound)
}

func TestAnEmojiHasANameOfItsOwn(t *testing.T) {
	w := drawing(t, nil)
	for _, name := range []string{
		"", "a", "Party", "par ty", "par\u202ety", "par\nty", "pärty", "_party", "-party", "a+b", "a:b", "../etc", strings.Repeat("a", 33),
	} {
		_, e := chattest.AddEmoji(w, w.Sam, name, "x")
		refused(t, e, wire.CodeInvalid)
	}
	for _, name := range []string{"tada", "100", "mate", "robot_face"} {
		_, e := chattest.AddEmoji(w, w.Sam, name, "x")
		refused(t, e, wire.CodeConflict)
	}
	for _, name := range []string{"own", "a-b_2", strings.Repeat("a", 32)} {
		if _, e := chattest.AddEmoji(w, w.Sam, name, "x"); e != nil {
			t.Errorf("%s: %v", name, e)
		}
	}
	_, e := chattest.AddEmoji(w, w.Hana, "own", "y")
	refused(t, e, wire.CodeConflict)
}

func TestAnEmojiHasOtherNames(t *testing.T) {
	w := drawing(t, nil)
	chattest.MakeEmoji(w, w.Sam, "party")
	chattest.MakeEmoji(w, w.Sam, "ship")
	alias := func(names ...string) *wire.Error {
		_, e := w.Do(w.Sam, &wire.EmojiAlias{Name: "party", Aliases: names}, wire.AliasEmoji.Type)
		return e
	}
	for _, bad := range [][]string{{"ship"}, {"tada"}, {"party"}, {"fete", "fete"}} {
		refused(t, alias(bad...), wire.CodeConflict)
	}
	refused(t, alias("Fête"), wire.CodeInvalid)
	var most []string
	for i := range limits.EmojiAliases {
		most = append(most, fmt.Sprint("other", i))
	}
	if e := alias(most...); e != nil {
		t.Error(e)
	}
	refused(t, alias(append(most, "more")...), wire.CodeInvalid)
	if e := alias("fete"); e != nil {
		t.Error(e)
	}
	_, e := chattest.AddEmoji(w, w.Hana, "fete", "x")
	refused(t, e, wire.CodeConflict)
	if _, e := chattest.AddEmoji(w, w.Hana, "other0", "x"); e != nil {
		t.Errorf("a name that was given up: %v", e)
	}
	list, _ := emojiNamed(w, w.Hana)
	i := slices.IndexFunc(list.Emoji, func(e wire.Emoji) bool { return e.Name == "party" })
	if !slices.Equal(list.Emoji[i].Aliases, []string{"fete"}) {
		t.Errorf("%+v", list)
	}
}

func TestAWorkspaceHasSoManyEmoji(t *testing.T) {
	w := drawing(t, nil)
	w.Update(func(tx store.Tx) error {
		for i := range limits.Emoji - 1 {
			e := store.Emoji{Name: fmt.Sprint("emoji", i), ID: fmt.Sprint(i), User: w.Sam.ID}
			if err := tx.Emoji().Create(e); err != nil {
				return err
			}
		}
		return nil
	})
	if _, e := chattest.AddEmoji(w, w.Sam, "last", "x"); e != nil {
		t.Fatal(e)
	}
	_, e := chattest.AddEmoji(w, w.Hana, "one-more", "x")
	refused(t, e, wire.CodeConflict)
	w.MustDo(w.Sam, &wire.EmojiRef{Name: "last"}, wire.RemoveEmoji.Type)
	if _, e := chattest.AddEmoji(w, w.Hana, "one-more", "x"); e != nil {
		t.Errorf("when one was removed: %v", e)
	}
	count, after := 0, ""
	for {
		page := w.MustDo(w.Hana, &wire.EmojiList{After: after}, wire.ListEmoji.Type).(*wire.Emojis)
		count += len(page.Emoji)
		if after = page.Next; after == "" {
			break
		}
	}
	if count != limits.Emoji {
		t.Errorf("the pages have %d emoji", count)
	}
}

func TestOnlyOneOfTwoGetsTheName(t *testing.T) {
	w := drawing(t, nil)
	var both sync.WaitGroup
	var refusals [2]*wire.Error
	for i, p := range []chattest.Person{w.Sam, w.Hana} {
		both.Go(func() { _, refusals[i] = chattest.AddEmoji(w, p, "party", fmt.Sprint("picture ", i)) })
	}
	both.Wait()
	if (refusals[0] == nil) == (refusals[1] == nil) {
		t.Errorf("%v and %v", refusals[0], refusals[1])
	}
	if list, names := emojiNamed(w, w.Stan); names != "party" || list.Revision != 1 {
		t.Errorf("%+v", list)
	}
}

func TestWhatIsNoPictureBecomesNoEmoji(t *testing.T) {
	w := drawing(t, chat.ErrNoPicture)
	_, e := chattest.AddEmoji(w, w.Sam, "party", "<svg onload=alert(1)>")
	refused(t, e, wire.CodeInvalid)
	w = drawing(t, errors.Join(chat.ErrFilesAway))
	_, e = chattest.AddEmoji(w, w.Sam, "party", "x")
	refused(t, e, wire.CodeUnavailable)
	w = drawing(t, nil)
	w.Blobs.FailAfter(1)
	_, e = chattest.AddEmoji(w, w.Sam, "party", "x")
	refused(t, e, wire.CodeUnavailable)
	if _, names := emojiNamed(w, w.Sam); names != "" {
		t.Errorf("there is %q without its picture", names)
	}
	w = chattest.New(t)
	_, e = chattest.AddEmoji(w, w.Sam, "party", "x")
	refused(t, e, wire.CodeInvalid)
}
