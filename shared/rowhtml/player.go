package rowhtml

import (
	"strconv"
	"strings"

	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Plays reports whether a file is shown as a player: it is a sound or a film. What a player does is web/play.js.
func Plays(f *wire.File) bool { return isSound(f) || isFilm(f) }

func isSound(f *wire.File) bool { return strings.HasPrefix(f.Type, "audio/") && shown(f) }
func isFilm(f *wire.File) bool  { return strings.HasPrefix(f.Type, "video/") && shown(f) }

// waveHigh is how high the bars of a voice note are, in units of its drawing, and waveStep how far from each other.
const waveHigh, waveStep = 32, 3

// sound writes the player of a sound: a voice note with how loud it is, anything else with its name.
func (m *Message) sound(b *Builder, f *wire.File) {
	say, note := m.Words.language.Say, f.Wave != ""
	about, play := text.AudioFile(f.Name), text.PlayFile(f.Name)
	if note {
		about, play = text.VoiceNoteFrom(m.Name, Clock(f.Duration)), text.PlayVoiceNote
	}
	b.Start(Div).Attr(Class, "sound").Attr(Role, "group").Attr(AriaLabel, say(about))
	b.Attr(DataFile, f.ID).Attr(DataDuration, strconv.FormatInt(f.Duration, 10))
	b.Start(Button).Attr(Class, "sound__play").Attr(Type, "button").Attr(AriaPressed, "false").Attr(AriaLabel, say(play))
	b.Icon(IconPlay).Icon(IconPause).End()
	if note {
		b.Start(Span).Attr(Class, "wave")
		wave(b, f.Wave)
		m.position(b, f)
		b.End().Element(Span, "sound__time", Clock(f.Duration))
	} else {
		b.Start(Span).Attr(Class, "sound__main").Start(Span).Attr(Class, "sound__head")
		b.Start(Span).Attr(Class, "file__name").Attr(Dir, "auto").Attr(Translate, "no").Text(f.Name).End()
		b.Element(Span, "sound__time", Clock(0)+" / "+Clock(f.Duration)).End()
		b.Start(Span).Attr(Class, "scrub").Start(Progress).Attr(Value, "0").Attr(Max, "1").Attr(AriaHidden, "true").End()
		m.position(b, f)
		b.End().End()
	}
	b.Start(Button).Attr(Class, "sound__speed").Attr(Type, "button")
	b.Element(Span, "u-sr", say(text.PlaySpeed)).Text(" ").Element(Span, "", "1×").End()
	if !note {
		b.Start(A).Attr(Class, "iconbtn").content("href", f, wire.SizeWhole).Attr(Download, f.Name).Attr(Rel, "noopener noreferrer")
		b.Attr(AriaLabel, say(text.DownloadFile(f.Name, FileKind(m.Words.language, f)))).Icon(IconDownload).End()
	}
	b.End()
}

// position writes the slider for the place that is heard.
func (m *Message) position(b *Builder, f *wire.File) {
	b.Start(Input).Attr(Type, "range").Attr(Value, "0").Attr(Max, strconv.FormatInt(max(1, f.Duration/1000), 10))
	b.Attr(AriaLabel, m.Words.language.Say(text.PlayPosition)).Attr(AriaValueText, Clock(0)+" / "+Clock(f.Duration))
}

// wave draws how loud a voice note is: what was not heard yet, and what was, which is nothing.
func wave(b *Builder, digits string) {
	var bars []byte
	for i := range len(digits) {
		level, err := strconv.ParseInt(digits[i:i+1], 32, 0)
		if err != nil {
			continue
		}
		half := (level*14 + 31) * 10 / 31 // of a bar, in tenths: 1 to 15
		bars = append(bars, 'M')
		bars = strconv.AppendInt(bars, int64(i*waveStep+1), 10)
		bars = tenths(append(bars, ' '), waveHigh*5-half)
		bars = tenths(append(bars, 'V'), waveHigh*5+half)
	}
	b.Start(SVG).Attr(ViewBox, "0 0 "+strconv.Itoa(len(digits)*waveStep)+" "+strconv.Itoa(waveHigh))
	b.Attr(PreserveAspectRatio, "none").Attr(AriaHidden, "true")
	b.Start(Path).Attr(D, string(bars)).End()
	b.Start(Path).Attr(Class, "wave__done").Attr(D, "").End().End()
}

func tenths(b []byte, n int64) []byte {
	return append(strconv.AppendInt(b, n/10, 10), '.', byte('0'+n%10))
}

// video writes a film: its first picture, and a button over it that begins it.
func (m *Message) video(b *Builder, f *wire.File) {
	say := m.Words.language.Say
	b.Start(Div).Attr(Class, "video").Attr(Role, "group").Attr(AriaLabel, say(text.VideoNamed(f.Name)))
	b.Start(Video).Attr(PlaysInline, "").Attr(Preload, "metadata").Attr(AriaLabel, f.Name)
	if f.Width > 0 && f.Height > 0 {
		width, height := fitted(f.Width, f.Height)
		b.Attr(Width, strconv.Itoa(width)).Attr(Height, strconv.Itoa(height))
	}
	b.attr("src", FileAddress(f.ID, wire.SizeWhole)+FirstPicture)
	b.End()
	b.Start(Button).Attr(Class, "startbtn").Attr(Type, "button")
	b.Attr(AriaLabel, say(text.PlayVideo(f.Name, Clock(f.Duration), say(FileSize(f.Size))))).Icon(IconPlay).End()
	b.Start(Span).Attr(Class, "veil veil--end").Attr(AriaHidden, "true").Icon(IconVideo)
	if f.Duration > 0 {
		b.Text(Clock(f.Duration))
	}
	b.End().End()
}

// FirstPicture has browsers show a film's beginning that show nothing else before it plays.
const FirstPicture = "#t=0.1"

// Clock says how long something is that lasts some milliseconds: "0:41", "1:02:07".
func Clock(ms int64) string {
	s := int(ms+500) / 1000
	if ms > 0 {
		s = max(1, s)
	}
	two := func(n int) string { return string([]byte{byte('0' + n/10%10), byte('0' + n%10)}) }
	if s < 3600 {
		return strconv.Itoa(s/60) + ":" + two(s%60)
	}
	return strconv.Itoa(s/3600) + ":" + two(s/60%60) + ":" + two(s%60)
}
