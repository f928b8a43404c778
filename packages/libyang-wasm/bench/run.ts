// Speed of libyang in WebAssembly on a list of 10,000 entries, beside native libyang where yanglint is installed.
//
//   node dist/bench/run.js [entries]
import { loadLibyang, YangContext } from "../src/index.js";
import { benchCases, vehiclesJson } from "./cases.js";
import { nativeMs } from "./native.js";

const entries = Number(process.argv[2] ?? 10_000);
const repetitions = 5;

const instance = await loadLibyang();
using context = new YangContext(instance, { searchDirs: [new URL("../../test/yang/", import.meta.url).pathname] });
context.loadModule("fleet-types");
context.loadModule("fleet");

const json = Buffer.from(vehiclesJson(entries));
console.log(`libyang ${instance.version} in WebAssembly, ${entries} list entries, best of ${repetitions}`);
for (const { name, prepare } of benchCases(context, json, entries)) {
  const times = Array.from({ length: repetitions }, () => {
    using run = prepare();
    const start = performance.now();
    run.measured();
    return performance.now() - start;
  });
  print(name, Math.min(...times));
}
console.log(`memory: ${(instance.memoryBytes / 1024 / 1024).toFixed(0)} MiB`);

const whole = wholeRunMs();
const native = nativeMs(json);
if (!native) {
  console.log("native: yanglint is not installed (Debian: apt-get install libyang-tools), nothing to compare with");
} else {
  print("parse JSON, validate, print XML: WebAssembly", whole);
  print(`the same: native, ${native.version}`, native.ms);
  console.log(`ratio ${(whole / native.ms).toFixed(2)}`);
}

function wholeRunMs(): number {
  const times = Array.from({ length: repetitions }, () => {
    const start = performance.now();
    using tree = context.parseData(json, "json", { validate: { present: true } });
    tree.print("xml");
    return performance.now() - start;
  });
  return Math.min(...times);
}

function print(name: string, ms: number): void {
  console.log(`${ms.toFixed(2).padStart(10)} ms  ${name}`);
}
