// crop.js cuts a square out of a picture. The program loads it when somebody first wants to (app/platform/cut_js.go), and
// draws the dialog, .cropper, in which the picture is moved and made larger from here.
(() => {
  "use strict";
  const MOST = 50e6; // bytes of a file: platform.CutMost
  const SIDE = 512; // of what is cut out, in pixels
  const ZOOM = 4; // how much larger than it has to be a picture can be made
  const STEP = 10; // of the range, which goes to 100, for a key or a button
  const PATIENCE = 15000; // milliseconds for an answer of the server
  const PAD = 12; // above and below the cut-out, in CSS pixels: .cropper__stage::after has the same

  let ended = null; // aborted when another picture takes the place of the one that is shown

  const within = (n, low, high) => Math.min(Math.max(n, low), high);

  // ask asks the server for something and returns its answer.
  async function ask(method, path, type, body) {
    const how = { method, body, headers: { "Content-Type": type }, signal: AbortSignal.timeout(PATIENCE) };
    const answer = await fetch(`/api/v1/files${path}`, how);
    const said = await answer.text();
    if (!answer.ok) throw said;
    return JSON.parse(said);
  }

  // upload uploads a picture and returns the id of the file.
  async function upload(made) {
    const cid = Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
    const begun = { cid, name: "picture.jpg", size: made.size, content_type: made.type };
    const { file: { id } } = await ask("POST", "", "application/json", JSON.stringify(begun));
    await ask("PUT", `/${id}/content?offset=0`, "application/octet-stream", made);
    return id;
  }

  // A cropper shows a file in the dialog that is open, and returns a function that cuts the square out and uploads it.
  // It tells "broken" or "large" if it cannot, "done" with the id of the file that was uploaded, or "refused" with what the
  // server said.
  window.confabCropper = (file, tell) => {
    const root = document.querySelector(".cropper"), stage = root.querySelector(".cropper__stage");
    const range = root.querySelector("input"), bar = root.querySelector("progress"), picture = new Image();
    ended?.abort();
    const own = ended = new AbortController();
    stage.replaceChildren(document.createElement("canvas"));
    let at = null; // the middle of the cut-out, in pixels of the picture; null: there is no picture yet
    let turns = 0; // quarters of a turn to the left
    let drawn = 0; // the frame that will be drawn

    // size is how wide and high the picture is as it is turned; places in it are as it is turned, too.
    const size = () => (turns % 2 ? [picture.naturalHeight, picture.naturalWidth] : [picture.naturalWidth, picture.naturalHeight]);
    const length = () => Math.min(...size()) / (1 + (ZOOM - 1) * range.value / range.max);

    // draw shows a square of the picture, with its surroundings, in all of a canvas. Nothing is seen through the picture.
    function draw(canvas, width, height, side) {
      const to = canvas.getContext("2d"), scale = side / length();
      canvas.width = width;
      canvas.height = height;
      to.fillStyle = "#fff";
      to.imageSmoothingQuality = "high";
      to.setTransform(scale, 0, 0, scale, width / 2 - at.x * scale, height / 2 - at.y * scale);
      to.fillRect(0, 0, ...size());
      const [wide, high] = [picture.naturalWidth, picture.naturalHeight];
      to.transform(...[[1, 0, 0, 1, 0, 0], [0, -1, 1, 0, 0, wide], [-1, 0, 0, -1, wide, high], [0, 1, -1, 0, high, 0]][turns]);
      to.drawImage(picture, 0, 0);
    }

    // put has the middle of the cut-out at a place, or where it is nearest to that without going beyond the picture.
    function put(x, y) {
      const half = length() / 2, [wide, high] = size();
      at = { x: within(x, half, wide - half), y: within(y, half, high - half) };
    }

    function show() {
      drawn = 0;
      if (!root.isConnected) return own.abort(); // the dialog was closed
      put(at.x, at.y); // what was enlarged may be smaller now
      const width = stage.clientWidth * devicePixelRatio, height = stage.clientHeight * devicePixelRatio;
      draw(stage.firstChild, width, height, height - 2 * PAD * devicePixelRatio);
      for (const small of root.querySelectorAll(".cropper__sizes .avatar")) {
        if (!small.firstChild) small.append(document.createElement("canvas"));
        const side = small.clientWidth * devicePixelRatio;
        draw(small.firstChild, side, side, side);
      }
      bar.value = range.value;
      range.ariaValueText = `${Math.round(100 * (1 + (ZOOM - 1) * range.value / range.max))}%`;
    }

    const soon = () => { if (at) drawn ||= requestAnimationFrame(show); };

    // move moves the picture by CSS pixels.
    function move(x, y) {
      if (!at) return;
      const scale = length() / (stage.clientHeight - 2 * PAD);
      put(at.x - x * scale, at.y - y * scale);
      soon();
    }

    function zoom(by) {
      range.value = Number(range.value) + by;
      soon();
    }

    // turn turns the picture to the left; what was in the middle stays there.
    function turn() {
      if (!at) return;
      at = { x: at.y, y: size()[0] - at.x };
      turns = (turns + 1) % 4;
      soon();
    }

    const on = (target, kind, does, how = {}) => target.addEventListener(kind, does, { signal: own.signal, ...how });
    on(range, "input", soon);
    on(window, "resize", soon);
    for (const button of root.querySelectorAll("[data-zoom]")) on(button, "click", () => zoom(STEP * button.dataset.zoom));
    on(root.querySelector("[data-turn]"), "click", turn);
    on(stage, "wheel", (e) => { e.preventDefault(); zoom(-Math.sign(e.deltaY) * STEP / 2); }, { passive: false });
    on(stage, "keydown", (e) => {
      const does = {
        ArrowLeft: () => move(-STEP, 0), ArrowRight: () => move(STEP, 0), ArrowUp: () => move(0, -STEP), ArrowDown: () => move(0, STEP),
        "+": () => zoom(STEP), "=": () => zoom(STEP), "-": () => zoom(-STEP), r: turn,
      }[e.key];
      if (!does || e.ctrlKey || e.metaKey || e.altKey) return;
      e.preventDefault();
      does();
    });

    // Fingers and the mouse: one moves, the distance between two zooms.
    const down = new Map();
    const apart = () => {
      const [a, b] = [...down.values()];
      return Math.hypot(a.x - b.x, a.y - b.y);
    };
    on(stage, "pointerdown", (e) => {
      stage.setPointerCapture(e.pointerId);
      down.set(e.pointerId, { x: e.clientX, y: e.clientY });
    });
    on(stage, "pointermove", (e) => {
      const from = down.get(e.pointerId);
      if (!from) return;
      const before = down.size > 1 ? apart() : 0;
      down.set(e.pointerId, { x: e.clientX, y: e.clientY });
      if (before) zoom((apart() - before) / 3);
      else move(e.clientX - from.x, e.clientY - from.y);
    });
    for (const kind of ["pointerup", "pointercancel"]) on(stage, kind, (e) => down.delete(e.pointerId));

    const says = (what, detail = "") => { if (root.isConnected && !own.signal.aborted) tell(what, detail); };
    async function open() {
      if (file.size > MOST) return says("large");
      picture.src = URL.createObjectURL(file);
      try {
        await picture.decode();
      } catch {
        return says("broken");
      } finally {
        URL.revokeObjectURL(picture.src);
      }
      if (!picture.naturalWidth || !picture.naturalHeight) return says("broken");
      at = { x: picture.naturalWidth / 2, y: picture.naturalHeight / 2 };
      range.value = 0;
      soon();
    }
    open();

    return () => {
      if (!at) return says("broken");
      const side = Math.round(within(length(), 1, SIDE)), canvas = document.createElement("canvas");
      draw(canvas, side, side, side);
      canvas.toBlob((made) => {
        if (!made) return says("broken");
        upload(made).then((id) => says("done", id), (why) => says("refused", typeof why === "string" ? why : "{}"));
      }, "image/jpeg", 0.9);
    };
  };
})();
