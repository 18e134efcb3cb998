package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/confab/confab/server/proof/chrome"
)

// acts presses a button of a row of what is to be done.
func (p *person) acts(row, button string) {
	p.t.Helper()
	find := `[...document.querySelectorAll(".plan")].find(r => r.textContent.includes("` + row + `"))` +
		`?.querySelectorAll(".btn")`
	one := `[...(` + find + ` ?? [])].find(b => b.textContent === "` + button + `")`
	p.sees(button+" of "+row, one)
	eval[bool](p, `(`+one+`.click(), true)`)
}

// plansAnAnswerWithAFile has a file without a text sent later, in a thread, and then has it sent at once.
func (p *person) plansAnAnswerWithAFile() {
	p.t.Helper()
	p.clicks(`a[href^="/r/"]`)
	p.reads("The pumps are in")
	p.tool("The pumps are in", "thread")
	file := filepath.Join(p.t.TempDir(), "depths.csv")
	p.must("write a file", os.WriteFile(file, []byte("depth\n3\n"), 0o600))
	p.must("pick a file", p.tab.Do(chromedp.SetUploadFiles(chromedp.CSS("#files-thread"), []string{file}, chromedp.NodeReady)))
	p.sees("its file there", `!!document.querySelector("#thread .tray__item:not(.is-going, .is-waiting)")`)
	p.clicks(`#send-later-thread`)
	p.picks("In 1 hour")
	p.isToldOf("This will be sent")
	p.sees("an empty tray", `!document.querySelector("#thread .tray__item")`)
	p.clicks(`a[href="/drafts"]`)
	p.sees("the file in the list", `document.querySelector(".plan__files")?.closest(".plan").textContent.includes("depths.csv")`)
	p.inBothLights("later-files-desktop")
	p.acts("depths.csv", "Send now")
}

// What is written now is sent later, and a message that is read now is a reminder later: both are listed, changed
// and done, on the page and by the server.
func TestWhatIsDoneLaterIsPlannedListedAndDone(t *testing.T) {
	s := serve(t)
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.setsUp()
	link := nora.invites()
	sam := sits(t, "Sam Okafor", s, chrome.Desktop)
	sam.joins(link)
	sam.says("The pumps are in")
	nora.reads("The pumps are in")

	nora.clicks(composer)
	nora.writes("Good morning, all")
	nora.clicks(`#send-later`)
	nora.shot("later-menu-desktop-light")
	nora.picks("Choose a time")
	nora.sees("the dialog", `document.querySelector("#later-time")?.value === "09:00"`)
	nora.inBothLights("later-dialog-desktop")
	nora.clicks(`.dialog [type=submit]`)
	nora.isToldOf("This will be sent")
	nora.sees("an empty field", field+` === ""`)

	eval[bool](nora, `(m => (m.focus(), m.dispatchEvent(new KeyboardEvent("keydown", {key: "h", bubbles: true})), true))(`+
		rows("The pumps are in")+`[0])`)
	nora.picks("In 1 hour")
	nora.isToldOf("You will be reminded")
	nora.clicks(composer)
	nora.writes("half a thought")

	nora.sees("the line of the page", `document.querySelector('a[href="/drafts"]')?.textContent.includes("3")`)
	nora.clicks(`a[href="/drafts"]`)
	nora.sees("what is planned and begun", `document.querySelectorAll(".plan").length === 3`)
	nora.inBothLights("later-page-desktop")
	if sam.count("Good morning, all") != 0 {
		t.Error("it was sent before its time")
	}
	nora.acts("Good morning, all", "Send now")
	sam.reads("Good morning, all")
	nora.sees("that it is listed no more", `document.querySelectorAll(".plan").length === 2`)
	nora.plansAnAnswerWithAFile()
	sam.sees("the answer under its message", rows("The pumps are in")+`[0].querySelector(".threadlink strong")?.textContent === "1 reply"`)
	nora.acts("half a thought", "Go on writing")
	nora.sees("the draft in its field", field+` === "half a thought"`)

	phone := sits(t, "Nora Vance", s, chrome.Phone)
	phone.signsIn(email("Nora Vance"))
	phone.inRoom()
	phone.sees("the draft of the other device", field+` === "half a thought"`)
	phone.clicks(composer)
	phone.writes(", and the rest")
	phone.clicks(`.composer [type=submit]`)
	sam.reads("half a thought, and the rest")
	nora.sees("that it was sent elsewhere", field+` === ""`)

	nora.clicks(composer)
	nora.types(composer, "/topic")
	nora.sees("the command", `document.querySelector(".pop--above .opt")?.textContent.includes("Change the topic")`)
	nora.shot("slash-desktop-light")
	nora.presses(chrome.Enter)
	nora.writes("Pumps")
	nora.sees("its help", `document.querySelector(".composer__hint")?.textContent === "text: Change the topic"`)
	nora.presses(chrome.Enter)
	sam.sees("the topic", `document.querySelector(".bar").textContent.includes("Pumps")`)
	nora.writes("/nonsense")
	nora.presses(chrome.Enter)
	nora.isToldOf("There is no command /nonsense.")
}
