// play.js plays the sounds and films of messages. The program loads it when such a message is on the page
// (app/platform/script_js.go). shared/rowhtml writes the players; what they show of a position is written here.
//
// Rows are drawn anew at any time, so what plays is not in them: a sound has an element of its own, and the row
// that is on the page at the moment shows it.
(() => {
  "use strict";
  const SPEEDS = [1, 1.5, 2];
  const sounds = new Map(); // by the id of the file: those that were begun
  let speed = 1;

  const idOf = (e) => e.closest(".sound")?.dataset.file;
  const rowsOf = (id) => document.querySelectorAll(`.sound[data-file="${CSS.escape(id)}"]`);

  function clock(seconds) {
    const s = Math.floor(seconds), two = (n) => String(n).padStart(2, "0");
    return s < 3600 ? `${Math.floor(s / 60)}:${two(s % 60)}` : `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  }

  // ---------- Sounds ----------

  // lengthOf is how long a sound is, in seconds: recordings of browsers do not say it before their end was seen.
  function lengthOf(sound, box) {
    return Number.isFinite(sound?.duration) && sound.duration > 0 ? sound.duration : Number(box.dataset.duration) / 1000 || 0;
  }

  // say writes a text only where it changes: what is on the page is observed below.
  function say(e, text) {
    if (e.textContent !== text) e.textContent = text;
  }

  // draw shows how far a sound is.
  function draw(id) {
    const sound = sounds.get(id);
    for (const box of rowsOf(id)) {
      const range = box.querySelector("input"), bar = box.querySelector("progress");
      const length = lengthOf(sound, box), at = length ? Math.min(sound.currentTime, length) : sound.currentTime;
      const both = `${clock(at)} / ${clock(length)}`;
      box.querySelector(".sound__play").ariaPressed = String(!sound.paused);
      say(box.querySelector(".sound__time"), bar || at > 0 ? both : clock(length));
      range.max = length;
      range.value = at;
      range.ariaValueText = both;
      if (bar) {
        bar.max = length || 1;
        bar.value = at;
      } else {
        wave(box, length ? at / length : 0);
      }
      say(box.querySelector(".sound__speed > :last-child"), faster());
    }
  }

  const faster = () => new Intl.NumberFormat(document.documentElement.lang).format(speed) + "×";

  // wave shows the part of a voice note that was heard.
  function wave(box, part) {
    const [rest, done] = box.querySelectorAll(".wave path");
    const bars = (done.getAttribute("d") + rest.getAttribute("d")).split(/(?=M)/), heard = Math.round(bars.length * part);
    done.setAttribute("d", bars.slice(0, heard).join(""));
    rest.setAttribute("d", bars.slice(heard).join(""));
  }

  function begin(box) {
    const id = idOf(box), sound = new Audio();
    sounds.set(id, sound);
    for (const kind of ["play", "pause", "timeupdate", "durationchange", "ratechange", "seeked"]) sound.addEventListener(kind, () => draw(id));
    sound.addEventListener("play", () => alone(sound));
    sound.addEventListener("ended", () => { sound.currentTime = 0; });
    sound.src = `/api/v1/files/${encodeURIComponent(id)}/content`;
    return sound;
  }

  const soundOf = (box) => sounds.get(idOf(box)) ?? begin(box);

  // toggle plays a sound, or lets it rest.
  async function toggle(box) {
    const sound = soundOf(box);
    if (!sound.paused) return sound.pause();
    sound.playbackRate = speed;
    try {
      await sound.play();
    } catch (err) {
      if (err.name === "AbortError") return; // it was stopped at once
      sounds.delete(idOf(box));
      box.querySelector(".sound__play").ariaPressed = "false";
      console.error("confab: a sound could not be played", err);
    }
  }

  // seek goes to a position. The end of a recording that does not say how long it is has to be seen first.
  async function seek(box, at) {
    const sound = soundOf(box), after = (kind) => new Promise((done) => sound.addEventListener(kind, done, { once: true }));
    if (sound.readyState === 0) {
      sound.preload = "metadata";
      await after("loadedmetadata");
    }
    if (sound.duration === Infinity) {
      const known = after("durationchange");
      sound.currentTime = 1e9;
      await known;
    }
    sound.currentTime = at;
  }

  // alone lets everything else rest: one thing plays at a time.
  function alone(playing) {
    for (const other of [...sounds.values(), ...document.querySelectorAll("video")]) {
      if (other !== playing && !other.paused) other.pause();
    }
  }

  // ---------- Films ----------

  // start plays a film, with the browser's controls.
  function start(button) {
    const video = button.parentElement.querySelector("video");
    for (const e of button.parentElement.querySelectorAll(".startbtn, .veil")) e.remove();
    video.controls = true;
    video.currentTime = 0;
    video.focus();
    video.play().catch((err) => console.error("confab: a film could not be played", err)); // its controls are there
  }
  document.addEventListener("play", (e) => alone(e.target), true);

  // ---------- What people do ----------

  document.addEventListener("click", (e) => {
    const button = e.target.closest?.(".sound__play, .sound__speed, .startbtn"), box = button?.closest(".sound");
    if (!button) return;
    if (button.matches(".sound__play")) return toggle(box);
    if (button.matches(".startbtn")) return start(button);
    speed = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length];
    for (const [id, sound] of sounds) {
      sound.playbackRate = speed;
      draw(id);
    }
    for (const e of document.querySelectorAll(".sound__speed > :last-child")) say(e, faster());
  });
  document.addEventListener("input", (e) => {
    const box = e.target.closest?.(".sound");
    if (box) seek(box, Number(e.target.value));
  });
  // Rows that were drawn anew show what the sound in them does.
  new MutationObserver(() => {
    for (const id of sounds.keys()) draw(id);
  }).observe(document.body, { childList: true, subtree: true });
})();
