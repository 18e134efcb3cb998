package chrome

import (
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Network is the quality of a connection. The zero value is the machine's own.
type Network struct {
	Latency  float64 // from request to answer, milliseconds
	Down, Up float64 // bytes a second
}

// Fast4G is the preset of that name of Chromium's developer tools: 9 Mbit/s
// down, 1.5 Mbit/s up, 60 ms, with the factors 0.9 and 2.75 it applies to them
// (front_end/core/sdk/NetworkManager.ts).
var Fast4G = Network{Latency: 60 * 2.75, Down: 9e6 / 8 * 0.9, Up: 1.5e6 / 8 * 0.9}

// Throttle simulates a network for the page. It affects what the page itself
// loads, but not its service worker.
func (t *Tab) Throttle(n Network) error {
	conditions := &network.Conditions{Latency: n.Latency, DownloadThroughput: n.Down, UploadThroughput: n.Up}
	if n == (Network{}) {
		conditions.DownloadThroughput, conditions.UploadThroughput = -1, -1
	}
	_, err := chromedp.Call(t.ctx, network.EmulateNetworkConditionsByRule,
		network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{conditions}})
	return err
}

// Cookie sets a cookie for url, as a sign-in would.
func (t *Tab) Cookie(url, name, value string) error {
	_, err := chromedp.Call(t.ctx, network.SetCookie,
		network.SetCookieParams{Name: name, Value: value, URL: url, SameSite: network.CookieSameSiteStrict})
	return err
}

// BeforeLoad runs a script in every page of the tab before its own.
func (t *Tab) BeforeLoad(script string) error {
	_, err := chromedp.Call(t.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	return err
}

// Uninstallable returns why the page cannot be installed as an app; none means
// it can.
func (t *Tab) Uninstallable() (reasons []string, err error) {
	found, err := chromedp.Call(t.ctx, page.GetInstallabilityErrors, struct{}{})
	for _, e := range found.InstallabilityErrors {
		reasons = append(reasons, e.ErrorID)
	}
	return reasons, err
}
