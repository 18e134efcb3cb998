package emoji_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/confab/confab/shared/emoji"
	"github.com/confab/confab/shared/emoji/data"
	"github.com/confab/confab/shared/fold"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
)

func list(t testing.TB) *emoji.Set {
	s, err := emoji.Parse(data.File, fold.Key)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func found(s *emoji.Set, query string, limit int) (chars []string) {
	for _, f := range s.Find(fold.Key(query), limit) {
		chars = append(chars, f.Char)
	}
	return chars
}

func TestTheListHasEveryEmojiOfUnicode(t *testing.T) {
	all := map[string]bool{}
	s := list(t)
	for _, kind := range s.Kinds {
		if len(kind.List) < 50 {
			t.Errorf("of %s there are %d", kind.Name, len(kind.List))
		}
		for _, e := range kind.List {
			for _, char := range e.All() {
				if all[char] {
					t.Errorf("%s comes twice", char)
				}
				if all[char] = true; s.Of(char) != e {
					t.Errorf("%s is taken for %v", char, s.Of(char))
				}
				if len(char) > limits.EmojiBytes {
					t.Errorf("%s is longer than a reaction may be", char)
				}
			}
			if e.Short() == "" || strings.ContainsAny(e.Short(), ": ") {
				t.Errorf("%s is called %q", e.Char, e.Short())
			}
		}
	}
	// https://www.unicode.org/emoji/charts-17.0/emoji-counts.html without the nine parts
	if want := 3953 - 9; len(all) != want {
		t.Errorf("there are %d emoji, want %d", len(all), want)
	}
}

func TestAnEmojiThatMessagesNameIsInTheListByThatName(t *testing.T) {
	s := list(t)
	for name, char := range markup.EmojiNames {
		if first := s.Find(name, 1); len(first) == 0 || first[0].Char != char || first[0].As != name {
			t.Errorf(":%s: is %s in messages, and %v here", name, char, first)
		}
	}
}

func TestEmojiAreFoundByNameAndKeyword(t *testing.T) {
	s := list(t)
	for query, want := range map[string]string{
		"tada": "🎉", "party popper": "🎉", "Party Pop": "🎉", "woohoo": "🎉", ":tada:": "🎉", "popper party": "🎉",
		"red heart": "❤️", "germany": "🇩🇪", "GERMANY": "🇩🇪", "thumbs_up": "👍", "+1": "👍", "mate": "🧉", "key": "🔑",
	} {
		if got := found(s, query, 1); len(got) != 1 || got[0] != want {
			t.Errorf("%q finds %v, not %s", query, got, want)
		}
	}
	for _, query := range []string{"", " ", ":", "_", "::", "zzzznothing", "tada zzzz", strings.Repeat("a", 60_000), "\xff", "<b>"} {
		if got := found(s, query, 9); len(got) > 0 {
			t.Errorf("%.20q finds %v", query, got)
		}
	}
	if got := found(s, "a", 7); len(got) != 7 {
		t.Errorf("of many %d are given, not 7", len(got))
	}
}

func TestColoursOfSkinAreThoseOfUnicode(t *testing.T) {
	s := list(t)
	for _, c := range []struct {
		char     string
		one, two int
		want     string
	}{
		{"👍", 1, 1, "👍🏻"}, {"☝️", 5, 5, "☝🏿"}, {"🤝", 3, 3, "🤝🏽"}, {"🤝", 1, 5, "🫱🏻\u200d🫲🏿"}, {"🎉", 3, 3, "🎉"},
		{"👫", 2, 4, "👩🏼\u200d🤝\u200d👨🏾"}, {"👍", 0, 0, "👍"}, {"👍", 9, 9, "👍"}, {"🧑\u200d🤝\u200d🧑", 2, 2, "🧑🏼\u200d🤝\u200d🧑🏼"},
	} {
		e := s.Of(c.char)
		if e == nil {
			t.Fatalf("%s is not in the list", c.char)
		}
		if got := e.Mixed(c.one, c.two); got != c.want {
			t.Errorf("%s with %d and %d is %s, want %s", c.char, c.one, c.two, got, c.want)
		}
		if s.Of(c.want) != e {
			t.Errorf("%s is not known as %s", c.want, c.char)
		}
	}
	if !s.Of("🤝").HasTwo() || s.Of("👍").HasTwo() || !s.Of("👍").HasTones() || s.Of("🎉").HasTones() {
		t.Error("the hands of one are those of two")
	}
	for _, other := range []string{"", "1", "2", "a", "👍👍", "\u200d", strings.Repeat("👩\u200d", 20_000)} {
		if e := s.Of(other); e != nil {
			t.Errorf("%.20q is taken for %s", other, e.Char)
		}
	}
}

func TestWhatADeviceHasNoPicturesForIsNotOffered(t *testing.T) {
	s := list(t)
	all := len(s.Find("face", 1000))
	tried := 0
	s.Leave(func(char string) bool {
		tried++
		return s.Of(char).Version < 150
	})
	if tried > 20 {
		t.Errorf("%d are drawn to find out", tried)
	}
	for _, kind := range s.Kinds {
		for _, e := range kind.List {
			if e.Version >= 150 {
				t.Errorf("%s is offered", e.Char)
			}
		}
	}
	if got := len(s.Find("face", 1000)); got >= all || got == 0 {
		t.Errorf("%d faces of %d are found", got, all)
	}
	if s.Of("🫨") == nil {
		t.Error("what others send has no name")
	}
	s.Leave(func(string) bool { return false })
	if len(s.Kinds) == 0 || len(s.Kinds[0].List) == 0 {
		t.Error("a device that cannot tell offers nothing")
	}
}

func TestADamagedListIsRefused(t *testing.T) {
	for _, file := range []string{
		"", "# nothing\n", "😀\t1\tgrinning\t\t\t grinning face\t\n", "=smileys\n😀\n", "=smileys\n😀\tnew\tgrinning\t\t\t grinning face\t\n",
		"=smileys\n😀\t1\tgrinning\t\t\t\t\n", "=smileys\n😀\t1\tgrinning\t\t\t grinning face\n",
		"<!doctype html>\n<title>Sign in</title>\n",
	} {
		if _, err := emoji.Parse(file, fold.Key); err != emoji.ErrDamaged {
			t.Errorf("%q: %v", file, err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		list(b)
	}
}

func BenchmarkFind(b *testing.B) {
	s := list(b)
	for b.Loop() {
		s.Find("par", 9)
	}
}

func TestEmojiAreFoundByWhatTheyAreCalledInOtherLanguages(t *testing.T) {
	for tag, query := range map[string]string{"ar": "بيتزا", "es": "pizza", "fr": "pizza", "hi": "पिज़्ज़ा", "zh": "比萨"} {
		words, err := data.Words(tag)
		if err != nil {
			t.Fatal(err)
		}
		s := list(t)
		if err := s.Say(string(words), fold.Key); err != nil {
			t.Fatalf("%s: %v", tag, err)
		}
		if found := s.Find(fold.Key(query), 5); len(found) == 0 {
			t.Errorf("%s: nothing is called %s", tag, query)
		}
		if found := s.Find("tada", 1); len(found) != 1 || found[0].Char != "🎉" {
			t.Errorf("%s: by its name between colons there is %v", tag, found)
		}
	}
}

func TestWordsOfAnotherListAreRefused(t *testing.T) {
	s := list(t)
	if err := s.Say("one\ntwo\n", fold.Key); !errors.Is(err, emoji.ErrDamaged) {
		t.Errorf("two lines for the whole list: %v", err)
	}
}
