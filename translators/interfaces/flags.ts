/** Flags of VPP that leafs of type boolean ask for. */

/** The flags of those leafs that are true. */
export function flagsOf<Leaf extends string>(
  settings: { readonly [Name in NoInfer<Leaf>]?: boolean },
  flags: Readonly<Record<Leaf, number>>,
): number {
  let all = 0;
  for (const leaf of Object.keys(flags) as Leaf[]) if (settings[leaf] === true) all |= flags[leaf];
  return all;
}

/** The leafs whose flags are set, and false for the others. */
export function leafsOf<Leaf extends string>(set: number, flags: Readonly<Record<Leaf, number>>) {
  const leafs = (Object.keys(flags) as Leaf[]).map((leaf) => [leaf, (set & flags[leaf]) !== 0] as const);
  return Object.fromEntries(leafs) as Record<Leaf, boolean>;
}
