package kit

import (
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// toasts shows the notices. It is there from the start, because a live region
// that appears together with its text is not read out.
type toasts struct {
	app.Compo
	H   *host.Host
	Rev int
}

// Toasts draws the notices.
func Toasts(h *host.Host) app.UI { return &toasts{H: h, Rev: h.Rev(host.Notes)} }

// Render shows the newest three.
func (t *toasts) Render() app.UI {
	shown := t.H.Notices.List
	if len(shown) > 3 {
		shown = shown[len(shown)-3:]
	}
	var lines []app.UI
	for _, n := range shown {
		var button app.UI
		if n.Action != "" {
			button = El("button.btn|type=button", K("data-toast"), n.ID, n.Action, On("click", t.act))
		}
		var closes app.UI
		if n.Kept {
			closes = El("button.btn.toast__close|type=button", K("aria-label"), text.Close, K("data-toast"), n.ID, On("click", t.close),
				Icon("close", "icon--sm"))
		}
		lines = append(lines, El("div.toast", Icon(n.Icon), El("span", n.Text), button, closes))
	}
	return El("div.toasts|role=status|aria-live=polite", lines)
}

func (t *toasts) act(e platform.Event) {
	if id, err := strconv.Atoi(Data(e, "toast")); err == nil {
		t.H.Notices.Act(id)
	}
}

func (t *toasts) close(e platform.Event) {
	if id, err := strconv.Atoi(Data(e, "toast")); err == nil {
		t.H.Notices.Drop(id)
	}
}
