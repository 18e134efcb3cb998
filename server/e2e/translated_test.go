package e2e

import (
	"net/http"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/shared/wire"
)

// translate does to the page what the translators of browsers do: each text is taken
// out, and elements with its translation, here capital letters, stand in its place. It
// returns how many texts there were.
const translate = `(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [], apart = "script, style, textarea, [translate=no]";
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.data.trim() && !node.parentElement.closest(apart)) texts.push(node);
  }
  for (const text of texts) {
    const outer = document.createElement("font"), inner = document.createElement("font");
    inner.textContent = text.data.toUpperCase();
    outer.append(inner);
    text.parentNode.replaceChild(outer, text);
  }
  return texts.length;
})()`

// A browser that translates the page must not keep it from changing.
func TestATranslatedPageStaysTrue(t *testing.T) {
	s := serve(t)
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.setsUp()
	api, err := s.SignIn(t.Context(), nora.name, email(nora.name))
	if err != nil {
		t.Fatal(err)
	}
	for name, topic := range map[string]string{"alpha": "The first of all", "beta": "The second of all"} {
		req := wire.RoomCreate{Kind: wire.RoomPublic, Name: name, Topic: topic}
		if err := api.Do(t.Context(), http.MethodPost, "/rooms", req, nil); err != nil {
			t.Fatal(err)
		}
	}
	head := func(name string) string {
		return `/^\W*` + name + `/i.test(document.querySelector("#room-name").textContent)`
	}
	goes := func(name string) {
		t.Helper()
		link := `[...document.querySelectorAll(".sidebar .roomlink")].find((a) => /` + name + `/i.test(a.textContent))`
		nora.sees("the room in the list", link)
		eval[bool](nora, `(`+link+`.click(), true)`)
		nora.sees(name+" in the head", head(name))
	}
	goes("alpha")
	nora.sees("the topic of alpha", `document.querySelector("main").textContent.includes("The first of all")`)
	nora.says("Said in alpha")
	nora.reads("Said in alpha")
	if n := eval[int](nora, translate); n < 10 {
		t.Fatalf("%d texts were translated: nothing is proved", n)
	}
	goes("beta")
	nora.sees("its topic and no other", `/the second of all/i.test(document.querySelector("main").textContent)
		&& !/the first of all/i.test(document.querySelector("main").textContent)`)
	eval[int](nora, translate)
	nora.says("Said in beta")
	nora.reads("Said in beta")
	goes("alpha")
	nora.sees("what was said there", `/said in alpha/i.test(document.querySelector(".timeline").textContent)`)
}

// The page has its browser bring text into the form that the server has a library for.
func TestTheBrowserAndTheServerWriteTextAlike(t *testing.T) {
	nora := sits(t, "Nora Vance", serve(t), chrome.Desktop)
	nora.opens("/signin")
	for _, s := range []string{
		"José García", "Søren Ünal", "İstanbul ışık", "Ёж", "Nguyễn Văn Đức", "σίσυφος ΐ",
		"Ｂｅｎ ｶﾅ ﾊﾟ", "ﬃ ① ㎏ ½ ﷺ", "벤자민 각", "がぱ",
		"क़ड़", "שָׁלוֹם", "مُحَمَّد", "e\u0323\u0301 e\u0301\u0323", "Å Ω K", "🏳️‍🌈 ❤️", "ཱི", "\u0344\u0958\ufb2c",
	} {
		for form, natively := range map[string]func(string) string{"NFKD": norm.NFKD.String, "NFC": norm.NFC.String} {
			if got := eval[string](nora, quoted(s)+`.normalize("`+form+`")`); got != natively(s) {
				t.Errorf("%q in %s is %+q in the browser, %+q on the server", s, form, got, natively(s))
			}
		}
	}
}
