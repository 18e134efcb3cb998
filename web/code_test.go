package web_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/confab/confab/server/proof/chrome"
)

// coloured are samples of code and what web/code.js makes of them: {k keyword}.
var coloured = []struct{ language, code, want string }{
	{"go", "package a\n// hi\nfunc (s *S) Do(n int) { f(\"a\\n\", `b\n`, 0x1F) ; return nil }",
		"{m package} a\n{c // hi}\n{k func} (s *S) {f Do}(n {t int}) { " +
			"{f f}({s \"a{e \\n}\"}, {s `b\n`}, {n 0x1F}) ; {k return} {b nil} }"},
	{"Python", "@dec\ndef f(self):\n  \"\"\"a\n  b\"\"\"\n  return 'c' # d",
		"{m @dec}\n{k def} {f f}({b self}):\n  {s \"\"\"a\n  b\"\"\"}\n  {k return} {s 'c'} {c # d}"},
	{"js", "const a = async () => `b`; /* c */ null", "{k const} a = {k async} () => {s `b`}; {c /* c */} {b null}"},
	{"ts", "interface Ab { readonly c: string }", "{k interface} {t Ab} { {k readonly} c: {t string} }"},
	{"json", `{"a": [1, true], "b": "c"}`, `{{a "a"}: [{n 1}, {b true}], {a "b"}: {s "c"}}`},
	{"yaml", "a: 1 # b\nc:\n  - d: yes", "{a a}: {n 1} {c # b}\n{a c}:\n  - {a d}: {b yes}"},
	{"html", `<a href="b">it's &amp;</a><!-- c -->`, `{k <a} {a href}={s "b"}{k >}it's {e &amp;}{k </a}{k >}{c <!-- c -->}`},
	{"css", ".a { color: #fff; margin: calc(1px) }", "{t .a} { {a color}: {n #fff}; {a margin}: {f calc}({n 1px}) }"},
	{"sql", "select a FROM b where c = 'd''e' -- f", "{k select} a {k FROM} b {k where} c = {s 'd''e'} {c -- f}"},
	{"sh", "for f in \"$A\"; do go --b ${f}; done # c#", "{k for} f {k in} {s \"$A\"}; {k do} go {a --b} {v ${f}}; {k done} {c # c#}"},
	{"diff", "@@ -1 +1 @@\n a\n-b\n+c", "{m @@ -1 +1 @@}\n a\n{d -b}\n{i +c}"},
	{"rust", "fn a<'b>(c: &'b str) { println!('d') }", "{k fn} a<{a 'b}>(c: &{a 'b} {t str}) { {f println!}({s 'd'}) }"},
	{"dockerfile", "FROM a:1 AS b\nRUN c # d", "{k FROM} a:{n 1} {k AS} b\n{k RUN} c # d"},
	{"toml", "[a]\nb = \"c\"\n# d", "{t [a]}\n{a b} = {s \"c\"}\n{c # d}"},
	{"php", "<?php echo $a; // b", "{m <?php} {k echo} {v $a}; {c // b}"},
	{"ruby", "def a = @b + :c # d", "{k def} a = {v @b} + {b :c} {c # d}"},
	{"powershell", "Get-Item -Path $a | FOREACH", "{f Get-Item} {a -Path} {v $a} | {k FOREACH}"},
	{"terraform", "a = \"b\" # c", "{a a} = {s \"b\"} {c # c}"},
	{"java", "@Override public int f(String s)", "{m @Override} {k public} {t int} {f f}({t String} s)"},
	{"kotlin", "fun f() = 1L // a", "{k fun} {f f}() = {n 1L} {c // a}"},
	{"swift", "guard let a = nil", "{k guard} {k let} a = {b nil}"},
	{"c", "#include <a.h>\nint f(void);", "{m #include} <a.h>\n{t int} {f f}({t void});"},
	{"c++", "auto a = nullptr;", "{k auto} a = {b nullptr};"},
	{"c#", "var a = null;", "{k var} a = {b null};"},
	{"dart", "final a = 1;", "{k final} a = {n 1};"},
}

// painted opens a page with web/code.js and code blocks.
func painted(t *testing.T, blocks string) tab {
	t.Helper()
	script, err := os.ReadFile("code.js")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := []byte("<!doctype html><title>Code</title><body>" + blocks + `<script src="/code.js"></script>`)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if r.URL.Path == "/code.js" {
			w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
			body = script
		}
		if _, err := w.Write(body); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	page := newTab(t, startBrowser(t))
	if err := page.Do(chromedp.Navigate(server.URL)); err != nil {
		t.Fatal(err)
	}
	return page
}

func scripted(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // texts always marshal
	}
	return string(b)
}

// showColours writes spans as the table does.
const showColours = `const show = (n) => [...n.childNodes].map((c) => c.nodeType === 3 ? c.data :
  "{" + c.className.replace("tok-", "") + " " + show(c) + "}").join("");`

func TestCodeIsColouredWithoutChangingIt(t *testing.T) {
	page := painted(t, `<div class="code"><div class="code__bar"><span class="code__lang">golang</span></div>`+
		`<pre><code>return "a&lt;b"</code></pre></div>`)
	for _, c := range coloured {
		code, language := scripted(c.code), scripted(strings.ToLower(c.language))
		got, err := chrome.Eval[[]string](page.Tab, `(() => { `+showColours+`
		  const parts = confabCode.colour(`+code+`, confabCode.byName.get(`+language+`));
		  return [show(parts), parts.textContent];
		})()`)
		if err != nil {
			t.Fatal(c.language, err)
		}
		if got[0] != c.want || got[1] != c.code {
			t.Errorf("%s:\n got %s\nwant %s", c.language, got[0], c.want)
		}
	}
	if n, err := chrome.Eval[int](page.Tab, `new Set(confabCode.byName.values()).size`); err != nil || n != len(coloured) {
		t.Errorf("%d languages, %d samples, %v", n, len(coloured), err)
	}
	if err := page.Until(`document.querySelector("code .tok-k")?.textContent === "return" &&
	  document.querySelector("code").textContent === 'return "a<b"' && document.querySelector(".code__lang").textContent === "Go"`); err != nil {
		t.Error("the code on the page has no colours:", err)
	}
	// A row that is drawn anew has its colours before it is painted.
	again, err := chrome.Eval[bool](page.Tab, `(async () => {
	  document.querySelector(".code").outerHTML = document.querySelector(".code").outerHTML.replace(/<i?\/?span class="tok[^>]*>/g, "");
	  document.querySelector("code").textContent = 'return "a<b"';
	  await Promise.resolve();
	  return document.querySelector("code .tok-k") !== null;
	})()`)
	if err != nil || !again {
		t.Error("a row that is drawn anew has no colours:", err)
	}
}

// Whatever is said to be in a language, its time grows with its length, and none of it is lost.
func TestColouringTakesLinearTime(t *testing.T) {
	page := painted(t, "")
	units := []string{`"`, `'`, "`", "/*", "<!--", `"""`, `\`, "$", "${", "@", "#", "(", "a", "A ", "1", "0x", "1e", "-", "<a", "a=", "&",
		`"a":`, "a:", "a: ", "::", "+\n", "-\n", " ", "\n", `"\"`, "r'", `$@"`, "_", "é", "😀", "\u0301", "a(", "a!", "#[", ".a", "a.b.", "1_", "@a.", "a-", `"a" `}
	slow, err := chrome.Eval[[]string](page.Tab, `(() => {
	  const slow = [], run = (language, unit, length) => {
	    const text = unit.repeat(length / unit.length), start = performance.now(), parts = confabCode.colour(text, language);
	    const took = performance.now() - start;
	    if (parts.textContent !== text) slow.push(language.name + " changes " + unit);
	    return took;
	  };
	  for (const language of new Set(confabCode.byName.values())) {
	    for (const unit of `+scripted(units)+`) {
	      // Sixteen times the text may take 64 times as long. What another program has disturbed is tried again, both anew.
	      let few, many, tries = 5;
	      do [few, many] = [run(language, unit, 1 << 9), run(language, unit, 1 << 13)];
	      while (many > 50 && many > 64 * few && --tries > 0);
	      if (tries === 0) slow.push(language.name + " is slow with " + unit + ": " + few + " ms, " + many + " ms");
	    }
	  }
	  return slow;
	})()`)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range slow {
		t.Error(s)
	}
}
