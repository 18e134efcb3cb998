package guard

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The page's elements are written as text, "button.btn|type=button", which no compiler reads: a tag, a
// class or an attribute that does not exist would be silence on the page. See el in app/ui.

// unknown stands for a part of a text that is only known when the program runs.
const unknown = "…"

// constant returns what an expression of texts comes to, with unknown for what the source does not say.
func constant(expr ast.Expr) string {
	switch expr := expr.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(expr.Value); err == nil && expr.Kind == token.STRING {
			return text
		}
	case *ast.BinaryExpr:
		if expr.Op == token.ADD {
			return constant(expr.X) + constant(expr.Y)
		}
	case *ast.ParenExpr:
		return constant(expr.X)
	}
	return unknown
}

// isCalled tells whether an expression calls what is called name, in its own package or in another, where
// it begins with a capital.
func isCalled(expr ast.Expr, names ...string) bool {
	call, ok := expr.(*ast.CallExpr)
	return ok && slices.ContainsFunc(names, func(name string) bool {
		return calledName(call) == name || calledName(call) == strings.ToUpper(name[:1])+name[1:]
	})
}

// spec is the first argument of el, taken apart.
type spec struct {
	tag     string
	classes []string
	attrs   [][2]string // name and value; "" if it has none
}

// named is the first argument of el, where it has a name and stands elsewhere.
var named = regexp.MustCompile(`^([a-z][a-z0-9]*)(\.[a-z][a-z0-9_-]*)+(\|[a-z-]+=[^|]*)*$`)

// specOf takes the first argument of a call of el apart, if it is one and a text.
func specOf(n ast.Node) (spec, bool) {
	text := unknown
	switch n := n.(type) {
	case *ast.CallExpr:
		if isCalled(n, "el") && len(n.Args) > 0 {
			text = constant(n.Args[0])
		}
	case *ast.ValueSpec:
		if len(n.Values) != 1 {
			break
		}
		if found := named.FindStringSubmatch(constant(n.Values[0])); found != nil && slices.Contains(tags, found[1]) {
			text = constant(n.Values[0])
		}
	}
	if strings.HasPrefix(text, unknown) {
		return spec{}, false
	}
	parts := strings.Split(text, "|")
	names := strings.Split(parts[0], ".")
	s := spec{tag: names[0], classes: names[1:]}
	for _, attr := range parts[1:] {
		name, value, _ := strings.Cut(attr, "=")
		s.attrs = append(s.attrs, [2]string{name, value})
	}
	return s, true
}

// faults returns what is wrong with an element.
func (s spec) faults() (found []string) {
	if !slices.Contains(tags, s.tag) {
		found = append(found, fmt.Sprintf("there is no element %q", s.tag))
	}
	for _, class := range s.classes {
		if class == "" {
			found = append(found, "a class without a name")
		}
	}
	for _, attr := range s.attrs {
		if attr[1] == "" {
			found = append(found, fmt.Sprintf("the attribute %q has no value", attr[0]))
		}
		found = append(found, attributeFaults(attr[0], attr[1])...)
	}
	return found
}

func attributeFaults(name, value string) (found []string) {
	if !slices.Contains(attributeNames, name) && !dataName.MatchString(name) {
		found = append(found, fmt.Sprintf("there is no attribute %q", name))
	}
	if name == "role" && value != unknown && !slices.Contains(roles, value) {
		found = append(found, fmt.Sprintf("there is no role %q", value))
	}
	return found
}

// dataName is the name of an attribute of our own.
var dataName = regexp.MustCompile(`^data-[a-z]+(-[a-z]+)*$`)

// partsFaults looks at the parts of an element: the name of an attribute is followed by its value, and what
// el does not know it leaves out.
func partsFaults(parts []ast.Expr) (found []string) {
	for i, part := range parts {
		if isCalled(part, "on") {
			if event := constant(part.(*ast.CallExpr).Args[0]); event != unknown && !slices.Contains(events, event) {
				found = append(found, fmt.Sprintf("there is no event %q", event))
			}
		}
		if !isCalled(part, "k") {
			continue
		}
		name, value := constant(part.(*ast.CallExpr).Args[0]), unknown
		if i+1 == len(parts) || isCalled(parts[i+1], "k", "el", "on", "class") {
			found = append(found, fmt.Sprintf("the attribute %q is not followed by its value", name))
		} else {
			value = constant(parts[i+1])
		}
		if name != unknown {
			found = append(found, attributeFaults(name, value)...)
		}
	}
	return found
}

// elementFaults returns what is wrong with the elements of a file, one line each.
func elementFaults(file source) (lines []string) {
	if file.test || !matches(file.dir, []string{"app/ui/..."}) {
		return nil
	}
	ast.Inspect(file.syntax, func(n ast.Node) bool {
		var found []string
		if s, ok := specOf(n); ok {
			found = s.faults()
		}
		switch n := n.(type) {
		case *ast.CallExpr:
			found = append(found, partsFaults(n.Args)...)
		case *ast.CompositeLit:
			found = append(found, partsFaults(n.Elts)...)
		}
		for _, fault := range found {
			lines = append(lines, fmt.Sprintf("%s:%d: %s", file.path, file.line(n.Pos()), fault))
		}
		return true
	})
	return lines
}

func TestElementsAreKnownToBrowsers(t *testing.T) {
	elements := 0
	for _, file := range tree(t) {
		for _, line := range elementFaults(file) {
			t.Errorf("%s\n\tbecause: a browser ignores what it does not know, and nobody notices", line)
		}
		if matches(file.dir, []string{"app/ui/..."}) && !file.test {
			ast.Inspect(file.syntax, func(n ast.Node) bool {
				if _, ok := specOf(n); ok {
					elements++
				}
				return true
			})
		}
	}
	if elements < 100 {
		t.Errorf("only %d elements were found", elements)
	}
}

func TestPlantedFaultsOfElementsAreFound(t *testing.T) {
	for code, want := range map[string]int{
		`el("button.btn|type=button", k("aria-label"), label, on("click", f), "Send")`: 0,
		`el("a.skip|href=#"+id+"|data-say-as=title")`:                                  0,
		`el("label.u-sr|for="+id, label)`:                                              0,
		`kit.El("div|role=listbox", kit.K("hidden"), off)`:                             0,
		`el(tag, "text")`:                                  0,
		`"aside.sheet.panel|id=members"`:                   0,
		`"aside.sheet.panel|ide=members"`:                  1,
		`el("buton.btn")`:                                  1,
		`el("div..btn")`:                                   1,
		`el("div|arialabel=x")`:                            1,
		`el("div|hidden")`:                                 1,
		`el("div|role=buton")`:                             1,
		`el("div", k("role"), "buton")`:                    1,
		`el("div", k("aria-lable"), label)`:                1,
		`kit.El("div", kit.K("aria-lable"), label)`:        1,
		`el("div", k("aria-label"), el("b", "x"))`:         1,
		`el("div", append([]any{k("aria-label")}, x...))`:  1,
		`el("div", "x", k("id"))`:                          1,
		`el("div", on("clik", f))`:                         1,
		`iconButton("close", text.Close, k("onclick"), f)`: 1,
	} {
		file := planted(t, "app/ui/x.go", "package ui\nvar x = "+code+"\n")
		if found := elementFaults(file); len(found) != want {
			t.Errorf("%s: found %q, want %d", code, found, want)
		}
	}
}

// What browsers know, and Confab has a use for. Sources: https://html.spec.whatwg.org/#attributes-3 and
// https://www.w3.org/TR/wai-aria-1.2/.
var (
	tags = strings.Fields(`a abbr article aside audio b bdi blockquote br button canvas code datalist dd del details dialog div dl dt em
		fieldset figcaption figure footer form h1 h2 h3 h4 header hr i img input ins kbd label legend li main mark meter nav noscript ol
		optgroup option output p path picture pre progress q s samp search section select small source span strong sub summary sup svg
		table tbody td template textarea tfoot th thead time tr track u ul use var video wbr`)
	attributeNames = strings.Fields(`abbr accept accesskey action alt autocapitalize autocomplete autocorrect autofocus autoplay
		checked class cols colspan content contenteditable controls d datetime decoding dir dirname disabled download draggable enctype
		enterkeyhint fill for form formaction formmethod height hidden high href hreflang id inert inputmode kind label lang list
		loading loop low max maxlength media method min minlength multiple muted name novalidate open optimum pattern placeholder
		playsinline popover poster preload readonly rel required reversed role rows rowspan scope selected size sizes slot span
		spellcheck src srclang srcset start step stroke summary tabindex target title transform translate type usemap value viewBox
		width wrap writingsuggestions xmlns
		aria-activedescendant aria-atomic aria-autocomplete aria-braillelabel aria-busy aria-checked aria-colcount aria-colindex
		aria-controls aria-current aria-describedby aria-description aria-details aria-disabled aria-errormessage aria-expanded
		aria-flowto aria-haspopup aria-hidden aria-invalid aria-keyshortcuts aria-label aria-labelledby aria-level aria-live
		aria-modal aria-multiline aria-multiselectable aria-orientation aria-owns aria-placeholder aria-posinset aria-pressed
		aria-readonly aria-relevant aria-required aria-roledescription aria-rowcount aria-rowindex aria-selected aria-setsize
		aria-sort aria-valuemax aria-valuemin aria-valuenow aria-valuetext`)
	roles = strings.Fields(`alert alertdialog application article banner button cell checkbox columnheader combobox complementary
		contentinfo definition dialog document feed figure form generic grid gridcell group heading img link list listbox listitem
		log main marquee math menu menubar menuitem menuitemcheckbox menuitemradio meter navigation none note option presentation
		progressbar radio radiogroup region row rowgroup rowheader scrollbar search searchbox separator slider spinbutton status
		switch tab table tablist tabpanel term textbox timer toolbar tooltip tree treegrid treeitem`)
	events = strings.Fields(`animationend beforeinput blur change click compositionend compositionstart contextmenu copy cut dblclick
		dragend dragenter dragleave dragover dragstart drop error focus focusin focusout input keydown keyup load mousedown mouseenter
		mouseleave mousemove mouseout mouseover mouseup paste pointercancel pointerdown pointerenter pointerleave pointermove
		pointerup reset scroll scrollend select submit toggle touchcancel touchend touchmove touchstart transitionend wheel`)
)
