package guard

import (
	"fmt"
	"strings"
	"testing"
)

// importRule is one line of the table of who may import whom. Patterns are package paths from the
// top of the tree, or full import paths; "a/..." stands for a and all below it.
type importRule struct {
	from   []string // the packages that the rule is about
	except []string // and those of them that it is not about
	mayNot []string // what they may not import; or, if empty:
	only   []string // the only things they may import, "std" being the standard library
	tests  bool     // it holds for _test.go files too
	why    string
}

const (
	goApp     = "github.com/maxence-charriere/go-app/..."
	goAppV10  = "github.com/maxence-charriere/go-app/v10/..."
	websocket = "github.com/coder/websocket/..."
	redis     = "github.com/redis/go-redis/..."
	goMail    = "github.com/wneessen/go-mail/..."
)

var importRules = []importRule{
	{
		from: []string{"shared/..."},
		only: []string{"std", "shared/..."},
		why:  "shared is the agreement between browser and server: each dependency of it is one of both, and is downloaded by everyone",
	}, {
		// dial is for clients outside a browser
		from: []string{"shared/...", "app/..."}, except: []string{"app/platform", "app/engine/dial"},
		mayNot: []string{"net/http/...", "log/slog/...", "text/template", "html/template", "encoding/gob", "time/tzdata"},
		why:    "app.wasm would carry it: net/http 440 kB or more of 1.1 MB, templates 470, gob 100, tzdata 79, slog 39 (brotli)",
	}, {
		// tools
		from:   []string{"shared/...", "app/..."},
		except: []string{"app/platform", "app/engine/dial", "shared/text/catalog", "shared/text/gen", "shared/emoji/gen"},
		mayNot: []string{"encoding/json", "fmt", "net/url", "encoding/hex"}, // hex imports fmt
		why: "they are 110, 31 and 58 kB of app.wasm (brotli), a fifth in all: wire.Marshal and Unmarshal know our data, strconv " +
			"and + write text",
	}, {
		from: []string{"shared/...", "app/..."}, except: []string{"app/ui/host/hosttest"}, mayNot: []string{"regexp"},
		why: "regexp and the Unicode tables it brings are 96 kB of app.wasm (brotli), and a scanner by hand is linear and quicker",
	}, {
		from: []string{"app/..."}, mayNot: []string{"server/..."}, tests: true,
		why: "the program runs on other people's machines: it knows the protocol in shared, never the server behind it",
	}, {
		from:   []string{"app/ui/timeline", "app/ui/compose", "app/ui/room", "app/ui/people", "app/ui/nav"},
		mayNot: []string{"app/ui", "app/ui/timeline", "app/ui/compose", "app/ui/room", "app/ui/people", "app/ui/nav"}, tests: true,
		why: "a feature of the page that knows another one can neither be tested nor stand elsewhere without it; what it needs of it " +
			"is a verb of app/ui/host",
	}, {
		from: []string{"app/ui/host"}, mayNot: []string{"app/ui/..."}, tests: true,
		why: "what all features stand on knows none of them, or it becomes the one object through which everybody reaches everything",
	}, {
		from: []string{"app/ui/kit"}, mayNot: []string{"app/ui", "app/ui/timeline", "app/ui/compose", "app/ui/room", "app/ui/people",
			"app/ui/nav"}, tests: true,
		why: "dialogs, menus and lists are drawn alike for every feature, because they know none",
	}, {
		from: []string{"server/..."}, except: []string{"server/e2e/...", "server/bench/...", "server/proof/..."},
		mayNot: []string{"app/..."},
		why:    "the server must not depend on one of its clients; only end-to-end tests and the load generator drive the real engine",
	}, {
		from: []string{"app/...", "server/...", "shared/...", "web/..."}, except: []string{"app", "app/ui/...", "server/webui"},
		mayNot: []string{goApp, goAppV10}, tests: true,
		why: "go-app is the user interface's affair: what does not import it can be tested without a browser and survives a new " +
			"major version",
	}, {
		from: []string{"app/...", "server/...", "shared/...", "web/..."}, except: []string{"app/platform"},
		mayNot: []string{"syscall/js"}, tests: true,
		why: "one package touches the browser, so that everything else compiles and is tested natively",
	}, {
		// service is for tests
		from:   []string{"app/...", "server/...", "shared/...", "web/..."},
		except: []string{"server/store/sqlite/...", "server/store/postgres/...", "server/proof/service"},
		mayNot: []string{"database/sql/...", "modernc.org/sqlite/...", "github.com/jackc/pgx/...", "github.com/pressly/goose/..."},
		why: "SQL behind the store's interfaces only: two databases stay possible, and every statement is in one of two places " +
			"to review",
	}, {
		from:   []string{"app/...", "server/...", "shared/...", "web/..."},
		except: []string{"server/cluster/...", "server/presence/...", "server/broker/...", "server/ratelimit/..."},
		mayNot: []string{redis},
		why: "Redis carries hints between nodes and is never where truth lies; it may be away at any time, and only these " +
			"packages know how to do without",
	}, {
		from: []string{"app/...", "server/...", "shared/...", "web/..."}, except: []string{"server/mail"}, mayNot: []string{goMail},
		why: "mail leaves by one package, which knows what a mail must not tell and that it is encrypted",
	}, {
		from: []string{"app/...", "server/...", "shared/...", "web/..."}, except: []string{"server/files"},
		mayNot: []string{"github.com/minio/..."},
		why: "its client dials what the admin has configured, which is no affair of others; they put and open blobs, wherever " +
			"those are",
	}, {
		from: []string{"server/chat/..."}, mayNot: []string{"net", "net/http/...", websocket, "server/hub/...", "server/httpapi/...",
			"server/webui/...", "server/admin/..."},
		why: "the rules know no transport: socket, HTTP and command line obey the same ones because there is only one copy",
	}, {
		from: []string{"server/...", "shared/..."},
		// they spread times, number names; in a browser ids; tests
		except: []string{"server/hub", "server/handle", "shared/id", "server/store/storetest", "server/files/filestest",
			"server/bench/...", "server/e2e/...", "server/proof/..."},
		mayNot: []string{"math/rand/..."},
		why:    "what comes from math/rand is easily taken for a token, a code or a key, so it is not at hand (server/auth/secret is)",
	}, {
		from:   []string{"server/hub/...", "server/httpapi/...", "server/webui/...", "server/admin/..."},
		mayNot: []string{"server/store/sqlite/...", "server/store/postgres/..."},
		why:    "transports hold no rules and no data: they ask chat, which checks rights on the way to the store",
	}, {
		from:   []string{"app/...", "server/...", "shared/...", "web/..."},
		except: []string{"server/e2e/...", "server/bench/...", "server/proof/..."},
		mayNot: []string{"github.com/chromedp/..."},
		why:    "driving a browser is for tests and benchmarks; bin/confab must not carry it",
	}, {
		from: []string{"app/...", "server/...", "shared/...", "web/..."}, except: []string{"server/proof/power"},
		mayNot: []string{"github.com/hanwen/go-fuse/...", "github.com/Shopify/toxiproxy/..."},
		why:    "sick disks and networks are for tests; bin/confab must not carry them",
	}, {
		from: []string{"app/...", "server/...", "shared/...", "web/..."},
		// tools and tests
		except: []string{"server/proof/...", "server/e2e/...", "server/bench/local", "server/bench/single", "server/bench/standard"},
		mayNot: []string{"server/proof/chrome", "server/proof/dose", "server/proof/instance", "server/proof/power", "server/proof/service",
			"server/proof/workspace", "server/bench/local", "server/bench/pin", "server/bench/between"},
		why: "they start servers, browsers and disks, and end them with a test: bin/confab must not carry them",
	}, {
		from: []string{"app/...", "server/...", "shared/...", "web/..."}, except: []string{"server/store/storetest"}, // a suite of tests
		mayNot: []string{"shared/effect/effecttest"},
		why:    "it registers a kind of event that only tests know of",
	}, {
		from: []string{"app/...", "server/...", "web/...", "shared/text", "shared/wire"}, mayNot: []string{"shared/text/catalog"},
		why: "it reads catalogues for go generate and for tests; the program says sentences without it",
	}, {
		from: []string{"server/e2e/foreign"}, only: []string{"std", websocket, "server/proof/instance"}, tests: true,
		why: "it is the client of somebody who has the documents alone: our types would know what they fail to say",
	},
}

// broken returns what a file's imports break, one line each.
func (r importRule) broken(file source) []string {
	if (file.test && !r.tests) || !matches(file.dir, r.from) || matches(file.dir, r.except) {
		return nil
	}
	var lines []string
	for _, imported := range file.imports() {
		if len(r.mayNot) > 0 && !matches(imported, r.mayNot) {
			continue
		}
		if len(r.only) > 0 && (matches(imported, r.only) || isStandard(imported)) {
			continue
		}
		lines = append(lines, fmt.Sprintf("%s imports %s\n\tbecause: %s", file.path, imported, r.why))
	}
	return lines
}

// isStandard tells whether a path belongs to the standard library: its first part has no dot, and is
// not one of our own folders.
func isStandard(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return !strings.Contains(first, ".") && !matches(first, []string{"app", "server", "shared", "web"})
}

func TestImports(t *testing.T) {
	for _, file := range tree(t) {
		for _, rule := range importRules {
			for _, line := range rule.broken(file) {
				t.Error(line)
			}
		}
	}
}

func TestImportRulesFindWhatTheyForbid(t *testing.T) {
	for at, imported := range map[string]string{
		"shared/wire/frame.go":              "github.com/yuin/goldmark",
		"shared/markup/lines.go":            "net/http",
		"shared/limits/limits.go":           module + "server/config",
		"shared/id/id.go":                   "regexp",
		"shared/wire/codec.go":              "encoding/json",
		"app/ui/people/roster.go":           "fmt",
		"app/ui/people/panel.go":            module + "app/ui/compose",
		"app/ui/host/host.go":               module + "app/ui/kit",
		"app/ui/kit/menu.go":                module + "app/ui/nav",
		"shared/id/new.go":                  "github.com/google/uuid",
		"app/state/state_test.go":           module + "server/chat",
		"app/engine/engine.go":              "log/slog",
		"server/hub/hub.go":                 module + "app/engine",
		"server/httpapi/routes.go":          module + "server/store/sqlite",
		"app/state/room.go":                 "github.com/maxence-charriere/go-app/v10/pkg/app",
		"app/ui/timeline.go":                "syscall/js",
		"server/chat/send.go":               "github.com/coder/websocket",
		"server/search/index.go":            "database/sql",
		"server/auth/reset.go":              "math/rand/v2",
		"server/chat/webhook.go":            "math/rand",
		"server/push/key.go":                "math/rand/v2",
		"shared/wire/code.go":               "math/rand",
		"server/hub/fanout.go":              "github.com/redis/go-redis/v9",
		"server/daemon/daemon.go":           "github.com/chromedp/chromedp",
		"server/auth/forgot.go":             "github.com/wneessen/go-mail",
		"server/store/migrations/step.go":   "github.com/pressly/goose/v3",
		"server/bench/local.go":             module + "server/proof/service",
		"server/store/sqlite/open.go":       module + "server/proof/power",
		"server/proof/instance/instance.go": "github.com/hanwen/go-fuse/v2/fs",
		"server/e2e/foreign/x_test.go":      module + "shared/wire",
		"server/store/checkup/log.go":       module + "shared/effect/effecttest",
		"server/chat/attachment.go":         "github.com/minio/minio-go/v7",
	} {
		file := planted(t, at, "package x\nimport _ "+`"`+imported+`"`)
		found := 0
		for _, rule := range importRules {
			found += len(rule.broken(file))
		}
		if found == 0 {
			t.Errorf("no rule forbids %s to import %s", at, imported)
		}
	}
}

func TestImportRulesLeaveTheRestAlone(t *testing.T) {
	for at, imported := range map[string]string{
		"shared/id/random_other.go":     "crypto/rand",
		"shared/markup/oracle_test.go":  "github.com/yuin/goldmark",
		"shared/wire/plain_test.go":     "encoding/json",
		"app/main.go":                   "github.com/maxence-charriere/go-app/v10/pkg/app",
		"app/ui/rows/row.go":            "github.com/maxence-charriere/go-app/v10/pkg/app",
		"app/platform/socket_other.go":  "net/http",
		"app/platform/socket_js.go":     "syscall/js",
		"server/e2e/story_test.go":      module + "app/engine",
		"server/hub/hub_test.go":        module + "app/engine",
		"server/store/sqlite/events.go": "database/sql",
		"server/broker/redis.go":        "github.com/redis/go-redis/v9",
		"server/cluster/link.go":        "github.com/redis/go-redis/v9",
		"server/broker/redis_test.go":   module + "server/proof/service",
		"server/durable/dir_test.go":    module + "server/proof/power",
		"server/files/s3.go":            "github.com/minio/minio-go/v7",
		"server/proof/power/disk.go":    "github.com/hanwen/go-fuse/v2/fs",
		"server/preview/fetch.go":       "net/http",
		"server/e2e/foreign/x_test.go":  "github.com/coder/websocket",
	} {
		file := planted(t, at, "package x\nimport _ "+`"`+imported+`"`)
		for _, rule := range importRules {
			for _, line := range rule.broken(file) {
				t.Error(line)
			}
		}
	}
}
