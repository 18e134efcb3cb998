package kit

import (
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

func TestAnElementIsMadeFromItsPartsInAnyOrder(t *testing.T) {
	got := app.HTMLString(El("p.a.b", "one ", Class("c"), nil, El("b", "<two>"), []app.UI{El("i", "three")}))
	want := "<p class=\"a b c\">\n  one \n  <b>&lt;two&gt;</b>\n  <i>three</i>\n</p>"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestTextIsNeverTakenForAnAttribute(t *testing.T) {
	for _, text := range []string{"href", "@mara", "|type=button", "k"} {
		if got, want := app.HTMLString(El("p", text)), "<p>"+text+"</p>"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestAnAttributeThatIsOffIsLeftOut(t *testing.T) {
	for _, c := range []struct {
		part any
		want string
	}{
		{true, `<p data-x></p>`}, {false, `<p></p>`}, {"", `<p></p>`}, {"v", `<p data-x="v"></p>`}, {7, `<p data-x="7"></p>`},
		{Yes(false), `<p data-x="false"></p>`},
	} {
		if got := app.HTMLString(El("p", K("data-x"), c.part)); got != c.want {
			t.Errorf("%v: got %s, want %s", c.part, got, c.want)
		}
	}
	got := app.HTMLString(El("p|data-x=a b|title=c"))
	if got != `<p data-x="a b" title="c"></p>` && got != `<p title="c" data-x="a b"></p>` {
		t.Errorf("constant attributes: %s", got)
	}
}
