package web

// ProgramBudget is what app.wasm may weigh compressed with brotli, in bytes. It is what a first visit
// on a slow phone waits for, so the build fails above it, and whoever adds an import sees its price.
const ProgramBudget = 1_100_000
