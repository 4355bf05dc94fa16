import { el, fill } from "../dom.js"; fill(document.getElementById("main"), el("h1", {}, "x"));
