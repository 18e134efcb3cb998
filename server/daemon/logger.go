package daemon

import (
	"io"
	"log/slog"

	"github.com/confab/confab/server/config"
)

// NewLogger returns the logger that the configuration asks for. Both formats
// quote control characters, so that logged input cannot forge log lines.
func NewLogger(cfg config.Config, w io.Writer) *slog.Logger {
	o := &slog.HandlerOptions{Level: cfg.Level}
	if cfg.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}
