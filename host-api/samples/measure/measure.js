// SPDX-License-Identifier: Apache-2.0
// measure.c through the binding for Node.js, beside which it is put to be run.
import { readFileSync, realpathSync } from "node:fs";
import { Plugin } from "./wms_plugin.js";

const [library, folder, settingsFile, documentFile, words] = process.argv.slice(2);
const settings = JSON.parse(readFileSync(settingsFile, "utf8"));
const document = readFileSync(documentFile, "utf8");
const calls = Number(words);
const services = { log() {}, nowMs: () => Date.now(), wake() {} };
const begin = performance.now();
const plugin = new Plugin(library);
const loaded = performance.now();
const instance = plugin.create("measure", settings, realpathSync(folder), services);
const created = performance.now();
instance.submit(document);
const submitted = performance.now();
let fastest = Infinity;
for (let round = 0; round < 10; ++round) {
    const began = performance.now();
    for (let call = 0; call < calls; ++call) {
        if (instance.nextEvent()) {
            throw new Error("there is an event");
        }
    }
    fastest = Math.min(fastest, (performance.now() - began) * 1e3 / calls);
}
instance.destroy();
console.log(JSON.stringify({ load_ms: loaded - begin, create_ms: created - loaded, submit_ms: submitted - created, call_us: fastest }));
