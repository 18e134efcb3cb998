// back.js lets the browser's Back close what lies over the page, one after another, as people with a phone
// expect: a dialog, the list of rooms, a panel. For each there is one more entry in the history, with the same
// address. Whatever is closed otherwise takes its entry away, and a page that is opened from there takes the
// place of the entry, so that it is never seen. Entries that are left over, below such a page and after a
// reload, are passed by.
//
// Each is made when something opens, which a person has asked for: browsers let Back skip entries that nobody
// asked for.
//
// web/boot.go puts it in front of boot.js.
window.confabBack = () => {
  "use strict";
  const { pushState, replaceState } = history;
  // The state of an entry: depth is how much lies over the page, and of is the same for those above one entry.
  let { depth: at = 0, of } = history.state ?? {};
  let open = 0; // how much is open
  let leaving = false; // entries are being taken away
  let gone = false; // another page is being loaded, which going back would stop
  let address = location.href; // of what is shown
  let index = place();
  let close = () => {};

  // place is that of the entry in the history, as far as the browser tells.
  function place() { return window.navigation?.currentEntry?.index ?? 0; }

  function note() { [address, index] = [location.href, place()]; }

  history.pushState = (state, unused, to) => {
    if (at > 0) replaceState.call(history, state, unused, to);
    else pushState.call(history, state, unused, to);
    at = 0;
    note();
  };
  history.replaceState = (state, unused, to) => {
    replaceState.call(history, history.state?.of ? history.state : state, unused, to);
    note();
  };

  function settle() {
    if (gone || leaving || open === at) return;
    if (open < at) {
      leaving = true;
      history.go(open - at);
      return;
    }
    if (at === 0) {
      of = Date.now();
      replaceState.call(history, { depth: 0, of }, "");
    }
    while (at < open) pushState.call(history, { depth: ++at, of }, "");
    note();
  }

  addEventListener("popstate", (event) => {
    const { depth = 0, of: group } = history.state ?? {};
    const ours = group === of && (leaving || depth < at);
    if (ours) {
      event.stopImmediatePropagation(); // go-app would open the address once more
      replaceState.call(history, history.state, "", address); // it may have changed meanwhile
    } else if (depth > 0) {
      history.go(place() > index && window.navigation.canGoForward ? 1 : -1);
    }
    const closed = ours && !leaving ? at - depth : 0;
    at = ours ? depth : 0;
    leaving = false;
    note();
    if (closed > 0) {
      open = depth;
      close(closed);
    }
    if (ours) settle();
  });

  addEventListener("pageshow", () => { gone = false; });

  return {
    // shows is told how much is open.
    shows(n) {
      open = n;
      settle();
    },
    // leaves loads another page, in the place of the uppermost entry for what lies over this one.
    leaves(to) {
      gone = true;
      if (at > 0) location.replace(to);
      else location.assign(to);
    },
    // closes is told what closes a number of things.
    closes(f) { close = f; },
  };
};
