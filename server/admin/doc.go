// Package admin serves the pages for owners and admins, below /admin, and that of the
// workspace's own emoji, which everybody may open. They are rendered by the server and
// need no script, so that nobody else downloads anything for them.
//
// table lists the pages: address, title, right and handlers. A new page is a row
// there, a template in pages and its functions in a file of its own. Nothing here
// decides anything: each page gives commands of package chat for whoever asks, so that
// their rights and rates are those of the API. The right of a row only says who is
// shown the page.
//
// New's handler is mounted by package webui, which refuses forms of other sites and
// sets the security headers for these pages as for its own.
package admin
