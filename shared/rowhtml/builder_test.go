package rowhtml

import "testing"

func TestBuilderEscapes(t *testing.T) {
	var b Builder
	b.Start(Span).Attr(Class, `a"b<c>&'d`).Text("<i>\"&'\x00\r\u0085\xff\n\t陈")
	want := "<span class=\"a&#34;b&lt;c&gt;&amp;&#39;d\">&lt;i&gt;&#34;&amp;&#39;\uFFFD\uFFFD\uFFFD\uFFFD\n\t陈</span>"
	if got := b.String(); got != want {
		t.Errorf("\n got %q\nwant %q", got, want)
	}
}

func TestBuilderChecksAddresses(t *testing.T) {
	for path, ok := range map[string]bool{
		"/": true, "/r/x?y#z": true, "#": true, "#top": true,
		"": false, "//evil.example": false, "/\\evil.example": false, "/\t/evil.example": false, "r/x": false,
		"javascript:xss()": false, "http://a.b": false, " /r": false,
	} {
		var b Builder
		want := `<a href="#"></a>`
		if ok {
			want = `<a href="` + path + `"></a>`
		}
		if got := b.Start(A).Href(path).String(); got != want {
			t.Errorf("Href(%q) gives %s", path, got)
		}
	}
	for url, ok := range map[string]bool{
		"http://a.b": true, "https://a.b": true, "mailto:a@b.c": true,
		"": false, "HTTP://a.b": false, "javascript:xss()": false, " http://a.b": false, "/r": false, "data:,x": false,
	} {
		if got := isOutside(url); got != ok {
			t.Errorf("isOutside(%q) = %v", url, got)
		}
	}
}

func TestBuilderClosesWhatItOpened(t *testing.T) {
	var b Builder
	b.Start(Div).Start(P).Text("a").Start(Br).Text("b")
	if got, want := b.String(), "<div><p>a<br>b</p></div>"; got != want {
		t.Errorf("got %s", got)
	}
	b.End()
	if got, want := b.String(), "<div><p>a<br>b</p></div>"; got != want {
		t.Errorf("one End too many gives %s", got)
	}
}

func TestBuilderRefusesLateAttributes(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an attribute behind the content was taken")
		}
	}()
	var b Builder
	b.Start(Div).Text("x").Attr(Class, "y")
}
