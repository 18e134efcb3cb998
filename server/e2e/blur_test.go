package e2e

import (
	"testing"

	"github.com/confab/confab/server/proof/chrome"
)

func TestABlurIsShownUntilThePictureIsThere(t *testing.T) {
	a := makesAlbum(t)
	nora := sits(t, "Nora Vance", a.s, chrome.Desktop)
	nora.signsIn(a.owner.Email)
	nora.opens("/r/" + a.room)
	nora.isLive()
	a.fills(t)
	nora.sees("four pictures", shownPictures(4))
	blurs(nora, a.dawn)
	nora.holdsProgram()
	nora.reloads()
	nora.seesFirst("That one moves.")
	nora.sees("the blurs of the first screen", `!!window.confabBlur && document.querySelector(".timeline__log img[data-blur]")`)
	nora.letsGo()
}

// blurs has a browser draw the placeholder of a picture: it has the colours of that at its top and its bottom, is
// there as long as the picture is not, and goes then.
func blurs(p *person, file string) {
	p.t.Helper()
	p.sees("the placeholder of a row's picture", `(async () => {
	  const shown = document.querySelector('[data-file="`+file+`"] img');
	  if (!window.confabBlur || !shown?.dataset.blur || !shown.complete || shown.style.backgroundImage) return false;
	  const at = async (image, part) => {
	    await image.decode();
	    const canvas = document.createElement("canvas"), context = canvas.getContext("2d");
	    canvas.width = canvas.height = 16;
	    context.drawImage(image, 0, 0, 16, 16);
	    return context.getImageData(8, 15 * part, 1, 1).data;
	  };
	  const blur = new Image();
	  blur.src = confabBlur(shown.dataset.blur);
	  for (const part of [0, 1]) {
	    const [a, b] = [await at(shown, part), await at(blur, part)];
	    if ([0, 1, 2].some((c) => Math.abs(a[c] - b[c]) > 48)) return false;
	  }
	  return true;
	})()`)
	eval[bool](p, `(() => {
	  const shown = document.querySelector('[data-file="`+file+`"] img'), copy = shown.cloneNode();
	  copy.id = "far";
	  copy.style.cssText = "position: fixed; inset-block-start: 0; inset-inline-start: 0";
	  for (const name of ["src", "srcset"]) copy.removeAttribute(name);
	  Object.defineProperty(copy, "complete", { value: false }); // as one that is still loading
	  document.body.append(copy);
	  return true;
	})()`)
	p.sees("a blur as long as it is not there", `document.querySelector("#far").style.backgroundImage.startsWith(
	  'url("data:image/png;base64,')`)
	p.shot("blur-desktop-light")
	eval[bool](p, `(document.querySelector("#far").src = document.querySelector('[data-file="`+file+`"] img').currentSrc, true)`)
	p.sees("the picture alone, once it is", `(far => far.naturalWidth > 0 && !far.style.backgroundImage)(document.querySelector("#far"))`)
	eval[bool](p, `(document.querySelector("#far").remove(), true)`)
}
