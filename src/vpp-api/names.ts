/** Names of VPP as YANG has them. */

/** `sw_if_index` becomes `sw-if-index`; an identifier begins with a letter (RFC 7950 6.2). */
export function yangName(apiName: string): string {
  const name = apiName.replaceAll("_", "-");
  return /^[a-zA-Z]/.test(name) ? name : `x${name.startsWith("-") ? "" : "-"}${name}`;
}

const MODULE_PREFIX = "sweetcomb-vpp-api-";

/** The YANG module of an .api file, named as VPP names the file: `l2`, `nat44_ed`. */
export function yangModuleName(apiModule: string): string {
  return `${MODULE_PREFIX}${apiModule.replaceAll("_", "-")}`;
}

export function namespaceOf(yangModule: string): string {
  return `urn:sweetcomb:params:xml:ns:yang:${yangModule}`;
}

/** The prefix of a module inside itself. `nacm`, `inet` and `yang` are taken by what it imports; no .api file is called so. */
export function prefixOf(apiModule: string): string {
  return yangName(apiModule);
}
