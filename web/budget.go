package web

// ProgramBudget is the maximum size of app.wasm after brotli, in bytes. A first visit on a slow phone has
// to wait for this download. The build fails above it, so that the cost of an import is noticed. The page
// of messages, rooms and people had to fit into 975 kB, files, faces, emoji and settings into 1,095 kB; the
// rest is for threads, lists of messages, shaping rooms and text, and for what is done later: times, commands,
// drafts on all devices, status and quiet hours. The whole product is to stay below 1.25 MB.
const ProgramBudget = 1_200_000
