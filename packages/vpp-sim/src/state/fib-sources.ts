/** Who may put a route into a FIB, as `fib_source_dump` of VPP 26.06 lists them. A lower priority number wins. */
export interface FibSource {
  readonly id: number;
  readonly name: string;
  readonly priority: number;
}

export const FIB_SOURCE = {
  special: 1,
  interface: 4,
  api: 8,
  adjacency: 15,
  recursiveResolution: 18,
  defaultRoute: 20,
  cnat: 23,
} as const;

/** The sources of a fresh VPP, each with its id, in the order of the dump. Later ones come from `fib_source_add`. */
export function builtInSources(): FibSource[] {
  return BUILT_IN.map(([name, priority], id) => ({ id, name, priority }));
}

const BUILT_IN: readonly (readonly [name: string, priority: number])[] = [
  ["invalid", 255],
  ["special", 0],
  ["classify", 1],
  ["proxy", 2],
  ["interface", 3],
  ["SR", 16],
  ["BIER", 32],
  ["6RD", 48],
  ["API", 128],
  ["CLI", 129],
  ["LISP", 144],
  ["MAP", 160],
  ["DHCP", 176],
  ["IPv6-proxy-nd", 192],
  ["IPv6-nd", 193],
  ["adjacency", 208],
  ["mpls", 224],
  ["attached_export", 240],
  ["recursive-resolution", 251],
  ["urpf-exempt", 252],
  ["default-route", 253],
  ["interpose", 254],
  ["path-mtu", 16],
  ["cnat", 2],
  ["det44-hi", 16],
  ["det44-low", 208],
  ["dslite-hi", 16],
  ["ila", 16],
  ["lb", 16],
  ["lcp-rt", 16],
  ["lcp-rt-dynamic", 17],
  ["nat44-ei-low", 208],
  ["nat44-ei-hi", 16],
  ["nat64-hi", 16],
  ["nat64-low", 208],
  ["nat66-hi", 16],
  ["nat-low", 208],
  ["nat-hi", 16],
  ["pppoe", 16],
  ["svs", 208],
];
