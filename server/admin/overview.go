package admin

import (
	"net/http"
	"strconv"
	"time"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// overviewPage shows how much there is in the workspace.
type overviewPage struct {
	frame
	Name     string
	People   int
	Admins   int
	Messages int // of the last Days days
	Days     int
	Rooms    int
	Private  int
	Stored   text.Text
	Quota    text.Text // of all files; zero: there is none
	PerFile  text.Text // the limit of a file; zero: there are no files
	PerHead  text.Text // of one person's files
	Bars     []bar
	From     text.Text
	Most     int
}

// bar is a day in the chart of messages, in the units of its picture.
type bar struct{ X, Y, Height int }

// The picture of the chart.
const (
	barStep   = 20
	barHeight = 120
)

func showOverview(v *visit) {
	info, err := do(v, wire.GetWorkspace, &wire.WorkspaceGet{})
	if err != nil {
		v.failed(err)
		return
	}
	use, err := do(v, wire.GetFileUsage, &wire.FileUse{})
	if err != nil {
		v.failed(err)
		return
	}
	p := overviewPage{
		frame: v.frame(v.r.Context(), text.Overview), Name: info.Name, People: info.Owners + info.Admins + info.Members,
		Admins: info.Owners + info.Admins, Days: limits.ActivityDays,
		Rooms: info.Public + info.Private, Private: info.Private, Stored: rowhtml.FileSize(use.All),
	}
	if use.All == 0 {
		p.Stored = text.Count(0)
	}
	if use.AllQuota > 0 {
		p.Quota = rowhtml.FileSize(use.AllQuota)
	}
	if use.Limit > 0 {
		p.PerFile, p.PerHead = rowhtml.FileSize(use.Limit), rowhtml.FileSize(use.Quota)
	}
	p.draw(info.Days, v.now())
	v.render(http.StatusOK, "overview.html", p)
}

// draw draws the chart of the messages of the days before now.
func (p *overviewPage) draw(days []wire.WorkspaceDay, now time.Time) {
	for _, d := range days {
		p.Messages += int(d.Messages)
		p.Most = max(p.Most, int(d.Messages))
	}
	first := now.UTC().AddDate(0, 0, 1-limits.ActivityDays)
	p.From = date(first.UnixMilli())
	start := first.Unix() / int64((24 * time.Hour).Seconds())
	for _, d := range days {
		if d.Day < start {
			continue
		}
		height := max(2, int(d.Messages)*barHeight/max(p.Most, 1))
		p.Bars = append(p.Bars, bar{X: int(d.Day-start) * barStep, Y: barHeight - height, Height: height})
	}
}

// date returns a day in words.
func date(millis int64) text.Text {
	y, m, d := time.UnixMilli(millis).UTC().Date()
	return text.Date(strconv.Itoa(d), strconv.Itoa(int(m)), strconv.Itoa(y))
}

func rename(v *visit) {
	if _, err := do(v, wire.SetWorkspace, &wire.WorkspaceSet{Name: v.r.PostFormValue("name")}); err != nil {
		v.failed(err)
		return
	}
	v.done(Root, "renamed")
}
