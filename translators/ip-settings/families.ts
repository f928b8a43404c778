/** Values of the YANG type families: names in the order of their bits, with spaces. */

export type Families = string;

export function includes(families: Families, family: "ipv4" | "ipv6"): boolean {
  return families.split(" ").includes(family);
}

export function familiesOf(hasIp4: boolean, hasIp6: boolean): Families {
  return [...(hasIp4 ? ["ipv4"] : []), ...(hasIp6 ? ["ipv6"] : [])].join(" ");
}
