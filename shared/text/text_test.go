package text

import (
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// demo is a sentence that is in no catalogue.
func demo(message string, args ...Arg) Text { return Text{&sentence{"demo", message, args}} }

// number is the Arg of a whole number.
func number(name string, n int) Arg { return Arg{name, strconv.Itoa(n)} }

func TestASentenceIsSaidWithItsArguments(t *testing.T) {
	ann, one, many := Arg{"name", "Ann"}, number("n", 1), number("n", 12345)
	for _, c := range []struct {
		text Text
		want string
	}{
		{demo("You can't open this room"), "You can't open this room"},
		{demo("{name} left", ann), "Ann left"},
		{demo("{ name } left {name}", ann), "Ann left Ann"},
		{demo("{n, plural, one {# member} other {# members}}", one), "1 member"},
		{demo("{n, plural, one {# member} other {# members}}", many), "12345 members"},
		{demo("{n, plural, =0 {nobody} one {one} other {some}} here", number("n", 0)), "nobody here"},
		{demo("{n, plural, =1 {exactly one} one {one} other {some}}", one), "exactly one"},
		{demo("{n, plural, =0 {} other {#}}!", number("n", 0)), "!"},
		{demo("at most {n, number}", many), "at most 12345"},
		{demo("{role, select, owner {an owner} other {somebody}}", Arg{"role", "owner"}), "an owner"},
		{demo("{role, select, owner {an owner} other {somebody}}", Arg{"role", "guest"}), "somebody"},
		{demo("{n, plural, other {{role, select, a {# a} other {# {name}}}}}", many, ann, Arg{"role", "b"}), "# Ann"},
		{demo("it''s '{name}' and #1, {name}''s", ann), "it's {name} and #1, Ann's"},
		{demo("{n, plural, other {'#' is #, '}'}}", one), "# is 1, }"},
		{demo("{name}", Arg{"name", "{n} '{' #"}), "{n} '{' #"},
		{demo("{nobody} left"), " left"},
		{demo("{unfinished"), "{unfinished"},
		{demo("{n, plural, other {unfinished}", one), "{n, plural, other {unfinished}"},
		{demo("{n, odd, other {x}}", one), ""},
		{Text{}, ""},
	} {
		if got := c.text.String(); got != c.want {
			t.Errorf("%s is said as %q, want %q", c.text.parts().english, got, c.want)
		}
	}
}

// german has two sentences and writes numbers in its own way.
var german = &Language{
	Tag: "de",
	Number: func(n int64) string {
		s := strconv.FormatInt(n, 10)
		if len(s) > 3 {
			return s[:len(s)-3] + "." + s[len(s)-3:]
		}
		return s
	},
	Sentences: map[string]string{
		"demo":  "{name} hat {n, plural, one {# Nachricht} other {# Nachrichten}}",
		"gone":  "Es gibt keinen Raum {room}.",
		"plain": "Bitte melde dich an.",
	},
}

func TestALanguageSaysWhatItHasAndEnglishTheRest(t *testing.T) {
	args := []Arg{{"name", "Ann"}, number("n", 2000)}
	if got := german.Say(Text{&sentence{"demo", "{name} has {n, number}", args}}); got != "Ann hat 2.000 Nachrichten" {
		t.Error(got)
	}
	if got := german.Say(Text{&sentence{"other", "{name} has {n, number}", args}}); got != "Ann has 2.000" {
		t.Error(got)
	}
	arabic := &Language{Plural: func(int64) string { return "few" }, Sentences: map[string]string{"demo": "{n, plural, few {f} other {o}}"}}
	english := "{n, plural, one {one} few {wrong} other {right}}"
	if got := arabic.Say(Text{&sentence{"missing", english, []Arg{number("n", 3)}}}); got != "right" {
		t.Errorf("English that stands in was said with the plural of another language: %q", got)
	}
	if got := arabic.Say(demo(english, number("n", 3))); got != "f" {
		t.Error(got)
	}
}

func TestWhatComesFromElsewhereIsTranslatedIfItsKeyIsKnown(t *testing.T) {
	args := map[string]string{"room": "lobby"}
	for _, c := range []struct {
		language  *Language
		key, want string
	}{
		{german, "gone", "Es gibt keinen Raum lobby."},
		{german, "new", "There is no room lobby."},
		{german, "", "There is no room lobby."},
		{nil, "gone", "There is no room lobby."},
		{&Language{Tag: "en"}, "gone", "There is no room lobby."},
	} {
		if got := c.language.Translate(c.key, args, "There is no room lobby."); got != c.want {
			t.Errorf("%q: %q, want %q", c.key, got, c.want)
		}
	}
}

func TestPartsAreTheSentenceInPieces(t *testing.T) {
	text := demo("{by} invited you to {room}, where {n, plural, one {# is} other {# are}}",
		Arg{"by", "Ann"}, Arg{"room", "lobby"}, number("n", 3))
	want := []Part{{"Ann", "by"}, {" invited you to ", ""}, {"lobby", "room"}, {", where 3 are", ""}}
	if got := (*Language)(nil).Parts(text); !reflect.DeepEqual(got, want) {
		t.Errorf("parts %q, want %q", got, want)
	}
	var whole strings.Builder
	for _, p := range want {
		whole.WriteString(p.Text)
	}
	if text.String() != whole.String() {
		t.Errorf("%q is not %q", text.String(), whole.String())
	}
}

func TestNamesAreKeptFromReorderingASentenceOfTheOtherDirection(t *testing.T) {
	hebrew := &Language{Tag: "he", RTL: true, Sentences: map[string]string{"demo": "\u200f{name} \u200f{n, number}"}}
	if got, want := hebrew.Say(demo("", Arg{"name", "Ann"}, number("n", 3))), "\u200f\u2068Ann\u2069 \u200f3"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if hebrew.Dir() != "rtl" || german.Dir() != "ltr" || (*Language)(nil).Dir() != "ltr" {
		t.Error("a direction is wrong")
	}
}

func TestATextTellsKeyAndArguments(t *testing.T) {
	text := demo("{name} {n, number}", Arg{"name", "Ann"}, number("n", 3))
	if want := (map[string]string{"name": "Ann", "n": "3"}); text.Key() != "demo" || !reflect.DeepEqual(text.Args(), want) {
		t.Errorf("%q with %v", text.Key(), text.Args())
	}
	if text.IsZero() || !(Text{}).IsZero() || (Text{}).Args() != nil {
		t.Error("the zero Text is not known as such")
	}
}

func TestASentenceThatCameFromElsewhereIsOneLikeOthers(t *testing.T) {
	english := "It's '{name}' #1, {here}: There is no room lobby."
	text := Received("gone", map[string]string{"room": "lobby"}, english)
	if text.String() != english || text.Key() != "gone" || text.Args()["room"] != "lobby" {
		t.Errorf("%q, %s %v", text.String(), text.Key(), text.Args())
	}
	if got := german.Say(text); got != "Es gibt keinen Raum lobby." {
		t.Error(got)
	}
}

func TestAPlainSentenceCostsNothing(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { _ = german.Say(Text{&sentence{"plain", "Please sign in.", nil}}) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
