// Which files are compiled, and with which flags.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const common = ["-O2", "-DNDEBUG", "-fvisibility=hidden", "-mbulk-memory", "-fno-strict-aliasing"];

const pcre2Defines = ["-DPCRE2_STATIC", "-DPCRE2_CODE_UNIT_WIDTH=8"];
/** Included before everything else by all but pcre2. */
const additions = "csrc/platform/include/libc_additions.h";
const libyangDefines = ["-std=c11", "-D_GNU_SOURCE", "-DSTATIC", "-DPCRE2_STATIC", "-include", additions];
const libyangIncludes = [
  "-Icsrc/platform/include",
  "-Igen/ly",
  "-Igen/pcre",
  "-Ily",
  "-Ily/src",
  "-Ily/src/plugins_exts",
];

/** Others' warnings are theirs, ours are shown. */
const flagsByOrigin = {
  pcre: [
    ...common,
    "-w",
    ...pcre2Defines,
    "-DHAVE_CONFIG_H",
    "-DSUPPORT_UNICODE",
    "-DSUPPORT_PCRE2_8",
    "-DHAVE_MEMMOVE",
    "-DHAVE_STRERROR",
    "-DHAVE_STDINT_H",
    "-DHAVE_INTTYPES_H",
    "-DHAVE_STDLIB_H",
    "-DHAVE_STRING_H",
    "-Igen/pcre",
    "-Ipcre/src",
  ],
  ly: [...common, "-w", ...libyangDefines, ...libyangIncludes],
  csrc: [
    ...common,
    "-Wall",
    "-Wextra",
    "-Wno-unused-parameter",
    "-Wno-sign-compare",
    // a file of libyang that one of ours includes defines _GNU_SOURCE itself
    "-Wno-macro-redefined",
    ...libyangDefines,
    "-Icsrc",
    ...libyangIncludes,
  ],
};

export const linkFlags = [
  "-O2",
  "-mexec-model=reactor",
  "-Wl,--stack-first",
  "-Wl,-z,stack-size=8388608",
  "-Wl,--max-memory=4294967296",
  "-Wl,--gc-sections",
  "-Wl,--export-table",
  "-Wl,--export=__stack_pointer",
  "-Wl,-s",
  // csrc/platform/small-objects.c stands in front of them
  ...["malloc", "free", "calloc", "realloc"].map((name) => `-Wl,--wrap=${name}`),
  // numbers of XPath are long doubles; without this their conversion to text traps
  "-lc-printscan-long-double",
];

/**
 * Returns a job for each C file of the map that belongs into the artefact:
 *   path, flags       what the compiler gets
 *   includeFolders    where it looks for headers
 *   firstIncludes     headers that it includes unasked
 */
export function compileJobs(files, libyang) {
  return [...ownFiles(files), ...libyangFiles(files, libyang), ...pcre2Files(files)].map((path) => ({
    path,
    flags: flagsOf(path),
    firstIncludes: flagsOf(path).includes(additions) ? [additions] : [],
    includeFolders: flagsOf(path)
      .filter((flag) => flag.startsWith("-I"))
      .map((flag) => flag.slice(2)),
  }));
}

function flagsOf(path) {
  const origin = path.startsWith("pcre/") || path.startsWith("gen/pcre/") ? "pcre" : path.split("/")[0];
  return flagsByOrigin[origin];
}

function ownFiles(files) {
  return [...files.keys()].filter((path) => path.startsWith("csrc/") && path.endsWith(".c")).sort();
}

const ours = {
  // includes libyang's file to reach its static functions
  "ly/src/validation.c": "csrc/config-tree/validation.c",
  // stands in its place
  "ly/src/hash_table.c": "csrc/platform/hash-table.c",
};

function libyangFiles(files, libyang) {
  const cmake = readFileSync(join(libyang, "CMakeLists.txt"), "utf8");
  const listed = ["type_plugins", "libsrc"].flatMap((name) => cmakeList(cmake, name)).map((path) => `ly/${path}`);
  return [...new Set(listed), "ly/compat/compat.c"].filter((path) => !files.has(ours[path]));
}

function cmakeList(cmake, name) {
  const body = cmake.match(new RegExp(`set\\(${name}\\s([^)]*)\\)`))?.[1] ?? "";
  return body.split(/\s+/).filter((word) => word.endsWith(".c"));
}

/** All but the parts for just-in-time compilation, the POSIX interface and the command line tools. */
function pcre2Files(files) {
  const leftOut =
    /pcre2_(jit_.*|dftables|printint|ucptables|fuzzsupport)\.c$|pcre2(grep|posix|posix_test|test|demo)\.c$/;
  const library = [...files.keys()].filter((path) => /^pcre\/src\/pcre2_[^/]*\.c$/.test(path) && !leftOut.test(path));
  return [...library.sort(), "gen/pcre/pcre2_chartables.c"];
}
