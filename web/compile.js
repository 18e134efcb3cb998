// compile.js loads and compiles the program in a worker, so that the page's own thread can be parsed, show the
// first screen and take text meanwhile: the program is several megabytes, which a slow processor is busy with
// for a second. boot.js starts it with the program's address. The answer is the compiled module, or the key of a
// sentence with the technical cause.
"use strict";

onmessage = async ({ data: address }) => {
  let response;
  try {
    response = await fetch(address);
  } catch (err) {
    postMessage({ failed: "cannotLoad", cause: String(err) });
    return;
  }
  if (!response.ok) {
    postMessage({ failed: "partNotLoaded", cause: response.status });
    return;
  }
  try {
    // The response is passed on unchanged: if it were wrapped in another stream, to count bytes for a progress bar,
    // the browser could not keep the compiled code for the next visit.
    postMessage({ module: await WebAssembly.compileStreaming(response) });
  } catch (err) {
    postMessage({ failed: "notStarted", cause: String(err) });
  }
};
