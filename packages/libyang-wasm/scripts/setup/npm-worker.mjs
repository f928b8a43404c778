// One running npm compiler. It sees only the files that it was given, in a file system of its own in memory.
import { parentPort, workerData } from "node:worker_threads";
import { commands } from "@yowasp/clang";

const root = folderTree(workerData.files);

await commands.clang(["--version"], {}, { fetchProgress: () => {}, stdout: () => {}, stderr: () => {} });
parentPort.on("message", (request) => parentPort.postMessage(answer(request)));
parentPort.postMessage({ ready: true });

function answer({ kind, job, flags }) {
  if (kind === "compile") return runClang([...job.flags, "-c", job.path, "-o", "out"]);
  return runClang([...workerData.files.keys(), ...flags, "-o", "out"]);
}

function runClang(args) {
  const said = [];
  const stderr = (bytes) => bytes && said.push(Buffer.from(bytes).toString());
  try {
    const { out } = commands.clang(args, root, { synchronously: true, decodeASCII: false, stdout: () => {}, stderr });
    if (said.length > 0) process.stderr.write(said.join(""));
    return { object: out };
  } catch (error) {
    return { errors: said.join("") || String(error) };
  }
}

/** Nested objects, one level for each folder, as the compiler's file system wants them. */
function folderTree(files) {
  const tree = {};
  for (const [path, content] of files) {
    const parts = path.split("/");
    const name = parts.pop();
    let folder = tree;
    for (const part of parts) folder = folder[part] ??= {};
    folder[name] = content;
  }
  return tree;
}
