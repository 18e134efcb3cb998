package kit

import (
	"testing"

	"github.com/confab/confab/app/platform"
)

// counter has two handlers, as a component has.
type counter struct{ up, down int }

func (c *counter) more(platform.Event) { c.up++ }
func (c *counter) less(platform.Event) { c.down++ }

// go-app keeps the handler of an element that is drawn again if it takes the new one for the same.
func TestHandlersOfDifferentCodeAreToldApart(t *testing.T) {
	a, b := &counter{}, &counter{}
	if On("click", a.more).code == On("click", a.less).code {
		t.Error("a button that another one takes the place of would go on doing what it did")
	}
	if On("click", a.more).code != On("click", b.more).code {
		t.Error("the handlers of a list would be attached again whenever it is drawn")
	}
}

func TestAPartThatElDoesNotKnowIsAFault(t *testing.T) {
	for what, parts := range map[string][]any{
		"a number as a child":          {7},
		"an attribute without a value": {K("hidden")},
		"an attribute with an element": {K("hidden"), El("p")},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s is dropped without a word", what)
				}
			}()
			El("div", parts...)
		}()
	}
	El("div", nil) // what is not there is left out
}
