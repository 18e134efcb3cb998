package e2e

import (
	"encoding/binary"
	"testing"

	"github.com/confab/confab/server/proof/chrome"
)

// hum is a sound of some seconds.
func hum(seconds int) []byte {
	const rate = 8000
	little := binary.LittleEndian
	b := little.AppendUint32([]byte("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00"), rate)
	b = append(little.AppendUint32(b, rate), 1, 0, 8, 0)
	b = little.AppendUint32(append(b, "data"...), uint32(seconds*rate))
	for i := range seconds * rate {
		b = append(b, byte(128+16*(i/20%2)))
	}
	return b
}

// filmed drops a film of a moving square, which the browser makes, on the composer.
const filmed = `(async () => {
  const canvas = document.createElement("canvas"), paint = canvas.getContext("2d");
  canvas.width = 320, canvas.height = 180;
  let x = 0;
  const frames = setInterval(() => {
    paint.fillStyle = "#274a60"; paint.fillRect(0, 0, 320, 180);
    paint.fillStyle = "#e8a33d"; paint.fillRect(x += 4, 70, 40, 40);
  }, 40);
  const film = await new Promise((done) => {
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm" });
    recorder.ondataavailable = (e) => done(e.data);
    recorder.start();
    setTimeout(() => recorder.stop(), 1200);
  });
  clearInterval(frames);
  const data = new DataTransfer();
  data.items.add(new File([film], "launch.webm", { type: "video/webm" }));
  const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector(".composer__input").dispatchEvent(paste);
  return true;
})()`

// heard is true when the newest sound is at a place where a comparison holds.
func heard(comparison string) string {
	return `(e => e && Number(e.value) ` + comparison + `)([...document.querySelectorAll("#log .sound input")].at(-1))`
}

const lastPlay = `[...document.querySelectorAll("#log .sound__play")].at(-1)`

// recordsANote records two seconds and sends them; the other one, at another browser, hears them.
func recordsANote(t *testing.T, p, other *person) {
	p.clicks(".composer .is-voice")
	p.sees("the recording, and the focus on what stops it",
		`document.querySelector(".recorder__time")?.textContent && document.activeElement.id === "record-stop"`)
	p.presses(chrome.Escape)
	p.sees("what was recorded", `document.querySelector(".recorder__state--done") && document.activeElement.id === "record-send"`)
	p.clicks(`.recorder [aria-label="Discard the recording"]`)
	p.sees("the field again", `!document.querySelector(".recorder") && document.activeElement.matches("`+composer+`")`)
	p.clicks(".composer .is-voice")
	p.sees("two seconds", `document.querySelector(".recorder__time")?.textContent >= "0:02"`)
	p.inBothLights("voice-recording-desktop")
	p.clicks("#record-send")
	p.sees("that it is sent", sentAll+` && document.querySelector("#log .sound .wave path")?.getAttribute("d").split("M").length > 10`)
	other.sees("the note", `/^0:(0[2-9]|[1-5].)$/.test([...document.querySelectorAll("#log .sound__time")].at(-1)?.textContent)`)
	other.clicks("#log .sound__play")
	other.sees("that it plays", lastPlay+`.ariaPressed === "true" && `+heard("> 0.3"))
	other.sees("that it has ended", lastPlay+`.ariaPressed === "false" && `+heard("=== 0"))
	eval[bool](other, `(e => { e.value = 1; e.dispatchEvent(new Event("input", { bubbles: true })); return true; })(`+
		`[...document.querySelectorAll("#log .sound input")].at(-1))`)
	other.sees("its middle", heard("=== 1")+` && [...document.querySelectorAll("#log .wave__done")].at(-1).getAttribute("d") !== ""`)
}

// playsTogether has a sound and a film, of which one plays at a time.
func playsTogether(t *testing.T, a album, p *person) {
	a.sends(t, "", 0, uploads(t, a.s, a.owner, "hydrophone-ch2.wav", hum(9)))
	p.sees("how long it is before it is loaded",
		`[...document.querySelectorAll("#log .sound__time")].at(-1)?.textContent === "0:00 / 0:09"`)
	eval[bool](p, filmed)
	p.hasFiles(1)
	p.clicks(`.composer [type=submit]`)
	p.sees("the film's first picture and its size", sentAll+` && (v => v && v.readyState > 1 && v.width === 320 && v.height === 180 &&
	  !v.controls)(document.querySelector("#log video"))`)
	eval[bool](p, `(`+lastPlay+`.click(), true)`)
	p.sees("that the sound plays", lastPlay+`.ariaPressed === "true" && `+heard("> 0"))
	eval[bool](p, `(document.querySelectorAll("#log .sound__speed").forEach((e, i) => i || e.click()), true)`)
	p.sees("it faster", `[...document.querySelectorAll("#log .sound__speed")].every(e => e.textContent === "Speed 1.5×")`)
	p.inBothLights("players-desktop")
	p.clicks("#log .startbtn")
	p.sees("that the film plays, and nothing else", `(v => v.controls && v.currentTime > 0)(document.querySelector("#log video")) &&
	  `+lastPlay+`.ariaPressed === "false"`)
}

// isRefused is told what to do when the browser does not give the microphone.
func isRefused(p *person) {
	eval[bool](p, `(navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError")), true)`)
	p.clicks(".composer .is-voice")
	p.sees("what to do", `document.body.textContent.includes(`+quoted("Allow it for this page in the browser’s settings")+`)`)
	p.sees("the field still", `!document.querySelector(".recorder")`)
}
