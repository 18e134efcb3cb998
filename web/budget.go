package web

// ProgramBudget is the maximum size of app.wasm after brotli, in bytes. A first visit on a slow phone has
// to wait for this download. The build fails above it, so that the cost of an import is noticed.
const ProgramBudget = 975_000
