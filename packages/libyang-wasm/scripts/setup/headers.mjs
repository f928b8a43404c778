// The headers that cmake and configure would have generated.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What wasi-libc has of the functions that libyang otherwise brings along (its compat/ folder). */
const libcHas = new Set([
  "HAVE_VDPRINTF",
  "HAVE_ASPRINTF",
  "HAVE_VASPRINTF",
  "HAVE_GETLINE",
  "HAVE_STRNDUP",
  "HAVE_STRDUPA",
  "HAVE_STRCHRNUL",
  "HAVE_PTHREAD_MUTEX_TIMEDLOCK",
  "HAVE_REALPATH",
  "HAVE_LOCALTIME_R",
  "HAVE_GMTIME_R",
  "HAVE_TIMEGM",
  "HAVE_STRPTIME",
  "HAVE_STRCASECMP",
  "HAVE_SETENV",
  "HAVE_STDATOMIC",
]);

// There is no file system behind the module, so no folder may be searched.
const noFolder = "/nonexistent";
const folders = {
  CMAKE_SHARED_MODULE_SUFFIX: ".so",
  PLUGINS_DIR: noFolder,
  PLUGINS_DIR_TYPES: noFolder,
  PLUGINS_DIR_EXTENSIONS: noFolder,
  YANG_MODULE_DIR: noFolder,
};

/** What a leaf has room for in itself: numbers and pointers. Types that need more (IPv6 addresses, dates) allocate it. */
const valueBytes = "8";

/** Returns [virtual path, text] of each rendered file. */
export function renderHeaders(libyang, pcre2) {
  const variables = { ...cmakeVariables(libyang), ...folders, LYD_VALUE_SIZE: valueBytes };
  const template = (path) => substitute(readFileSync(join(libyang, path), "utf8"), variables);
  const copy = (path) => readFileSync(join(pcre2, path), "utf8");
  return [
    ["gen/ly/ly_config.h", template("src/ly_config.h.in")],
    ["gen/ly/version.h", template("src/version.h.in")],
    ["gen/ly/compat.h", renderDefines(template("compat/compat.h.in"))],
    ["gen/pcre/config.h", copy("src/config.h.generic")],
    ["gen/pcre/pcre2.h", copy("src/pcre2.h.generic")],
    ["gen/pcre/pcre2_chartables.c", copy("src/pcre2_chartables.c.dist")],
  ];
}

/** The version numbers that libyang's CMakeLists.txt sets; some are made out of others. */
function cmakeVariables(libyang) {
  const text = readFileSync(join(libyang, "CMakeLists.txt"), "utf8");
  const raw = Object.fromEntries(
    [...text.matchAll(/set\((LIBYANG_[A-Z_]+)\s+"?([^)"]*)"?\)/g)].map((match) => [match[1], match[2]]),
  );
  const expand = (value) => value.replace(/\$\{([^}]+)\}/g, (_, name) => expand(raw[name] ?? ""));
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, expand(value)]));
}

function substitute(text, variables) {
  return text.replace(/@([A-Za-z0-9_]+)@/g, (_, name) => variables[name] ?? "");
}

function renderDefines(text) {
  return text.replace(/^#cmakedefine\s+(\w+).*$/gm, (_, name) =>
    libcHas.has(name) ? `#define ${name}` : `/* #undef ${name} */`,
  );
}
