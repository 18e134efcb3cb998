// record.js records voice notes. The program loads it when somebody first wants to (app/platform/record_js.go), and
// draws the bar, .recorder, in which the time and the loudness are shown from here.
(() => {
  "use strict";
  // What browsers record, the best first. Opus at this rate is clear speech.
  const KINDS = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
  const BITS = 32000;
  const BARS = 64; // of the loudness that goes with the file: limits.FileWave
  const PAUSE = 100; // milliseconds from one look at the loudness to the next
  const SVG = "http://www.w3.org/2000/svg";

  // A recording asks for the microphone and records for at most so many milliseconds. It tells "recording", then
  // "stopped" with the file, or the name of the error why there is none; and "loud" and "quiet" when the file is played.
  window.confabRecorder = (most, tell) => {
    let recorder, stream, sound, timer, began = 0, length = 0, file = null, playing = null, dropped = false;
    const levels = [0], parts = [];

    // free gives the microphone back.
    function free() {
      clearInterval(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
      sound?.close().catch(() => {
        // It was closed already.
      });
      sound = null;
    }

    // listen plays what was recorded.
    function listen() {
      const audio = playing = new Audio(URL.createObjectURL(file));
      const ended = () => {
        URL.revokeObjectURL(audio.src);
        playing = null;
        show(length, 1);
        tell("quiet");
      };
      audio.ontimeupdate = () => show(audio.currentTime * 1000, audio.currentTime * 1000 / length);
      audio.onpause = audio.onended = audio.onerror = () => { if (playing === audio) ended(); };
      tell("loud");
      audio.play().catch(() => { if (playing === audio) ended(); });
    }

    // show writes the time, and the loudness as two lines: what was heard, and the rest.
    function show(ms, part) {
      const bar = document.querySelector(".recorder"), time = bar?.querySelector(".recorder__time"), wave = bar?.querySelector(".wave");
      if (!wave) return;
      const s = Math.floor(ms / 1000);
      time.textContent = `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
      if (!wave.firstChild) {
        const svg = document.createElementNS(SVG, "svg");
        for (const [name, value] of [["viewBox", `0 0 ${BARS * 3} 32`], ["preserveAspectRatio", "none"], ["aria-hidden", "true"]]) {
          svg.setAttribute(name, value);
        }
        svg.append(document.createElementNS(SVG, "path"), document.createElementNS(SVG, "path"));
        svg.lastChild.setAttribute("class", "wave__done");
        wave.append(svg);
      }
      const [rest, done] = wave.querySelectorAll("path"), now = file ? spread() : levels.slice(-BARS);
      const heard = file ? Math.round(BARS * part) : now.length, bars = [...now, ...Array(BARS - now.length).fill(0)];
      const draw = (i) => `M${i * 3 + 1} ${16 - bars[i] * 14 - 1}V${16 + bars[i] * 14 + 1}`;
      done.setAttribute("d", bars.map((_, i) => i < heard ? draw(i) : "").join(""));
      rest.setAttribute("d", bars.map((_, i) => i < heard ? "" : draw(i)).join(""));
    }

    // spread is the loudness of the whole in so many bars, each the loudest of its part; a whisper fills them, too.
    function spread() {
      const n = Math.min(BARS, levels.length), most = Math.max(0.05, ...levels);
      return Array.from({ length: n }, (_, i) =>
        Math.max(...levels.slice(Math.floor(i * levels.length / n), Math.max(1, Math.floor((i + 1) * levels.length / n)))) / most);
    }

    async function open() {
      const kind = KINDS.find((k) => window.MediaRecorder?.isTypeSupported(k));
      if (!kind || !navigator.mediaDevices) throw new DOMException("", "NotSupportedError");
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      if (dropped) return free();
      sound = new AudioContext();
      sound.resume().catch(() => {
        // Then the loudness is not shown; it is recorded all the same.
      });
      const ear = sound.createAnalyser(), samples = new Float32Array(ear.fftSize);
      sound.createMediaStreamSource(stream).connect(ear);
      recorder = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: BITS });
      recorder.ondataavailable = (e) => parts.push(e.data);
      recorder.onstop = () => {
        length = performance.now() - began;
        free();
        if (dropped) return;
        const type = kind.split(";")[0], stamp = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString();
        file = new File(parts, `voice-${stamp.slice(0, 16).replace(/\D/g, "-")}.${type.slice(6)}`, { type });
        file.confabLasts = Math.round(length);
        file.confabWave = spread().map((v) => Math.min(31, Math.round(v * 31)).toString(32)).join("");
        tell("stopped", file);
        show(length, 1);
      };
      recorder.start(1000);
      began = performance.now();
      timer = setInterval(() => {
        const ms = performance.now() - began;
        ear.getFloatTimeDomainData(samples);
        levels.push(Math.min(1, Math.sqrt(samples.reduce((sum, v) => sum + v * v, 0) / samples.length) * 4));
        show(ms, 1);
        if (ms >= most) recorder.stop();
      }, PAUSE);
      tell("recording");
    }

    open().catch((err) => {
      free();
      if (!dropped) tell(err.name);
    });
    const stop = () => { if (recorder?.state === "recording") recorder.stop(); };
    return {
      stop,
      play: () => playing ? playing.pause() : listen(),
      drop() {
        dropped = true;
        playing?.pause();
        stop();
        free();
      },
    };
  };
})();
