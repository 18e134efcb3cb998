package chrome

import "github.com/chromedp/chromedp"

// Click clicks, with the mouse, the middle of the element that a JavaScript
// expression gives, or of its first line if it has several. It waits until the
// element is there to be seen, within Patience, and scrolls to it.
//
// The place is found in one step with the element: an element that the page
// replaces in the same moment cannot be missed.
func (t *Tab) Click(element string) error {
	at, err := wait(t, element, `(() => {
	  const e = `+element+`;
	  if (!e?.getClientRects().length) return [];
	  if (getComputedStyle(e).visibility !== "visible") return [];
	  e.scrollIntoViewIfNeeded();
	  const box = [...e.getClientRects()].find((r) => r.width > 0 && r.height > 0);
	  return box ? [box.x + box.width / 2, box.y + box.height / 2] : [];
	})()`, func(at []float64) bool { return len(at) == 2 })
	if err != nil {
		return err
	}
	return t.Do(chromedp.MouseClickXY(at[0], at[1]))
}
