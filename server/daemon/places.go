package daemon

import (
	"net"
	"strings"

	"github.com/confab/confab/server/webui"
)

// places returns the addresses at which people may find d. The first run asks
// about them.
func places(d *Daemon) *webui.Places {
	p := &webui.Places{Fixed: d.cfg.Origin(), Alone: d.cfg.Loopback(), Trouble: func() string { return trouble(d) }}
	if _, port, err := net.SplitHostPort(d.listener.Addr().String()); err == nil {
		p.Port = port
	}
	p.Line = func(flags ...string) string {
		line := []string{"confab", "serve"}
		if d.cfg.Postgres == "" {
			line = append(line, "--data", quoted(d.cfg.Data))
		}
		for _, flag := range flags {
			line = append(line, quoted(flag))
		}
		return strings.Join(line, " ")
	}
	return p
}

// quoted quotes a word for a shell.
func quoted(word string) string {
	if !strings.ContainsAny(word, " \t\n'\"\\$`&;|<>(){}*?!#~") {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// trouble says in a sentence what is wrong with d's certificate.
func trouble(d *Daemon) string {
	if d.https == nil {
		return ""
	}
	return d.https.State().Problem
}
