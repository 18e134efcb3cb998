// blur.js shows what a picture will look like until it is loaded. The program and first.js load it when such a picture
// is on the page. What is in its attribute data-blur comes with the message: a ThumbHash
// (https://evanw.github.io/thumbhash/, made by server/picture/thumbhash.go) or a colour.
(() => {
  "use strict";
  if (window.confabBlur) return;
  const drawn = new Map(); // by the hash: the picture's address
  const WIDE = 16; // pixels: there is nothing smaller to see in a hash

  // waves returns the frequencies of a channel: in rows of nx, nx - nx/ny and so on, without the mean. A frequency has
  // four bits, none of which say that it is absent. The two values beside that are taken as that: otherwise what is flat
  // gets stripes.
  function waves(next, nx, ny, scale) {
    const all = [];
    for (let y = 0; y < ny; y++) {
      for (let x = y ? 0 : 1; x * ny < nx * (ny - y); x++) {
        const part = next();
        if (part !== 7 && part !== 8) all.push([x, y, (part / 7.5 - 1) * scale]);
      }
    }
    return all;
  }

  // draw returns an image of a ThumbHash, as an address that contains it.
  function draw(hash) {
    const bytes = Uint8Array.from(atob(hash), (c) => c.charCodeAt(0));
    const first = bytes[0] | bytes[1] << 8 | bytes[2] << 16, second = bytes[3] | bytes[4] << 8;
    const part = (from, at, most) => (from >> at & most) / most;
    const clear = first >> 23 & 1, wide = second >> 15 & 1, long = clear ? 5 : 7, short = second & 7;
    const nx = wide ? long : short, ny = wide ? short : long;
    let at = clear ? 12 : 10; // in halves of bytes
    const next = () => bytes[at >> 1] >> (at++ & 1) * 4 & 15;
    const channels = [
      [part(first, 0, 63), waves(next, Math.max(3, nx), Math.max(3, ny), part(first, 18, 31))],
      [part(first, 6, 63) * 2 - 1, waves(next, 3, 3, part(second, 3, 63) * 1.25)],
      [part(first, 12, 63) * 2 - 1, waves(next, 3, 3, part(second, 9, 63) * 1.25)],
      clear ? [part(bytes[5], 0, 15), waves(next, 5, 5, part(bytes[5], 4, 15))] : [1, []],
    ];
    const width = Math.round(wide ? WIDE : WIDE * nx / ny), height = Math.round(wide ? WIDE * ny / nx : WIDE);
    const canvas = document.createElement("canvas"), context = canvas.getContext("2d");
    canvas.width = width;
    canvas.height = height;
    const cosines = (n) => Array.from({ length: 7 }, (_, f) => Array.from({ length: n }, (_, i) => Math.cos(Math.PI / n * (i + 0.5) * f)));
    const across = cosines(width), down = cosines(height), image = context.createImageData(width, height);
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i += 4) {
        const [l, p, q, a] = channels.map(([mean, all]) => all.reduce((sum, [cx, cy, f]) =>
          sum + 2 * f * across[cx][x] * down[cy][y], mean));
        const blue = l - 2 / 3 * p, red = (3 * l - blue + q) / 2;
        image.data.set([red, red - q, blue, a].map((v) => 255 * Math.max(0, Math.min(1, v))), i);
      }
    }
    context.putImageData(image, 0, 0);
    return canvas.toDataURL();
  }

  // under draws a placeholder under a picture.
  function under(style, blur) {
    style.backgroundColor = blur; // nothing, unless it is one
    if (blur.startsWith("#")) return;
    if (!drawn.has(blur)) drawn.set(blur, draw(blur));
    style.background = `center / cover no-repeat url("${drawn.get(blur)}")`;
  }

  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      if (target.complete) continue;
      try {
        under(target.style, target.dataset.blur);
      } catch (err) {
        console.error("confab: a placeholder could not be drawn", err);
      }
    }
  }, { rootMargin: "50%" });
  const seen = new WeakSet();
  function find() {
    for (const picture of document.querySelectorAll("img[data-blur]")) {
      if (!seen.has(picture)) near.observe(picture);
      seen.add(picture);
    }
  }
  new MutationObserver(find).observe(document.body, { childList: true, subtree: true });
  find();
  for (const settled of ["load", "error"]) {
    document.addEventListener(settled, (e) => { if (e.target.dataset?.blur) e.target.style.background = ""; }, true);
  }
  window.confabBlur = draw;
})();
