// Debian's clang and lld. wasi-libc and the compiler's runtime library are taken from the system or, where they are
// not installed, unpacked into the cache.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { ensurePackages } from "./debian-packages.mjs";
import { run, SetupError } from "./run.mjs";

const target = "--target=wasm32-wasi";

export async function findClang(log) {
  const { major, version, suite } = await versionOf("clang");
  const linker = await findLinker(major);
  const { sysroot, builtins } = await findRuntime(major, suite, log);
  // One thread: thread-local is plain. lld 14 would otherwise want shared memory.
  const flags = [target, `--sysroot=${sysroot}`, "-D_Thread_local="];
  return {
    id: `clang ${version} ${flags.slice(2).join(" ")}`,
    compile: (jobs, files, done) => compile(flags, jobs, files, done),
    link: (objects, linkFlags) =>
      link([target, `--sysroot=${sysroot}`, `-fuse-ld=${linker}`, "-nodefaultlibs"], objects, [
        ...linkFlags,
        "-lc",
        builtins,
      ]),
  };
}

async function versionOf(program) {
  const said = await run(program, ["--version"], { hint: "Debian: apt-get install clang lld" });
  const match = said.match(/Debian clang version ((\d+)[^\s]*)/);
  if (!match) throw new SetupError(`${program} is not Debian's: ${said.split("\n")[0]}`);
  const suites = { 14: "bookworm", 19: "trixie" };
  return { version: match[1], major: Number(match[2]), suite: suites[match[2]] };
}

async function findLinker(major) {
  for (const name of [`wasm-ld-${major}`, "wasm-ld"]) {
    const found = (process.env.PATH ?? "")
      .split(":")
      .map((folder) => join(folder, name))
      .find((path) => existsSync(path));
    if (found) return found;
  }
  throw new SetupError("wasm-ld was not found. Debian: apt-get install lld");
}

/** The C library and the library of compiler helpers, from the system or from the packages of the same release. */
async function findRuntime(major, suite, log) {
  const runtimePackage = `libclang-rt-${major}-dev-wasm32`;
  const installed = { sysroot: "/usr", builtins: findBuiltins("/usr", major) };
  if (installed.builtins && existsSync("/usr/lib/wasm32-wasi/libc.a")) return installed;
  if (!suite) throw new SetupError(`wasi-libc or ${runtimePackage} is not installed.`);
  const folders = await ensurePackages(suite, ["wasi-libc", runtimePackage], log);
  const builtins = findBuiltins(join(folders[runtimePackage], "usr"), major);
  if (!builtins) throw new SetupError(`The package ${runtimePackage} holds no runtime library.`);
  return { sysroot: join(folders["wasi-libc"], "usr"), builtins };
}

function findBuiltins(usr, major) {
  const versions = join(usr, "lib", `llvm-${major}`, "lib", "clang");
  if (!existsSync(versions)) return undefined;
  return readdirSync(versions)
    .map((version) => join(versions, version, "lib", "wasi", "libclang_rt.builtins-wasm32.a"))
    .find((path) => existsSync(path));
}

async function compile(flags, jobs, files, done) {
  await inFolderWith(files, async (folder) => {
    const waiting = [...jobs];
    const errors = [];
    const work = async () => {
      for (let job = waiting.shift(); job; job = waiting.shift()) {
        const object = `${job.path}.o`;
        const args = [...flags, ...job.flags, "-c", job.path, "-o", object];
        await run("clang", args, { cwd: folder, showWarnings: true }).then(
          () => done(job, readFileSync(join(folder, object))),
          (error) => errors.push(error.message),
        );
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
    if (errors.length > 0) throw new SetupError(errors.join("\n"));
  });
}

async function link(flags, objects, linkFlags) {
  return inFolderWith(objects, async (folder) => {
    await run("clang", [...flags, ...objects.keys(), "-o", "libyang.wasm", ...linkFlags], { cwd: folder });
    return readFileSync(join(folder, "libyang.wasm"));
  });
}

/** Lays the files out in a temporary folder. Relative paths only: they end up in the artefact (`__FILE__`). */
async function inFolderWith(files, work) {
  const folder = mkdtempSync(join(tmpdir(), "libyang-wasm-build-"));
  try {
    for (const [path, content] of files) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, dirname(path), basename(path)), content);
    }
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
