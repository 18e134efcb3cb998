// Command standard runs the standard set of benchmarks and writes RESULTS.md.
// It is not part of the product's binary: it drives Chromium as well, and
// starts PostgreSQL and Redis.
//
//	go run ./server/bench/standard --out server/bench/RESULTS.md
//
// Servers get one processor core, the generator and the databases another,
// because the budgets are for one core; on a machine with a single core, or
// without Linux, they share what there is, and the results say so. What is
// measured with a browser, and the stories of attacks, come first, on all cores.
// What limits.md says of the figures is added at the end, as it is.
package main
