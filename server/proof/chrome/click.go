package chrome

import (
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// replaced is what the browser says of an element that the page has replaced between being found and being asked
// where it is.
const replaced = "Could not find node with given id"

// Click clicks, with the mouse, the middle of the first element that a selector finds, when it is there to be seen,
// within Patience. The selector is one of CSS or, if it begins with a slash, of XPath. An element that the page draws
// anew in that moment is looked for again: nothing was clicked then.
func (t *Tab) Click(selector string) error {
	click := chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible)
	if strings.HasPrefix(selector, "/") {
		click = chromedp.Click(selector, chromedp.NodeVisible)
	}
	for began := time.Now(); ; {
		err := t.Do(click)
		if err == nil || !strings.Contains(err.Error(), replaced) || time.Since(began) > Patience {
			return err
		}
	}
}
