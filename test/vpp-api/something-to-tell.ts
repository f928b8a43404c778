/** Fills a VPP by its command line with objects of many kinds, so that its API has something to tell, and takes them away again. */

/** Runs a line of the command line. Resolves to what VPP prints, also where it fails. */
export type Cli = (line: string) => Promise<string>;

/** A line, and the one that takes away what it made, of which VPP may have told the name or the number. */
type Line = readonly [makes: string, takesAway: (told: string, cli: Cli) => string | Promise<string>];

/**
 * There is no `lb vip`: it collects the garbage of all virtual addresses, of which VPP 26.06 dies where two of them had one server
 * under nat4.
 */
const LINES: readonly Line[] = [
  ["create loopback interface", (name) => `delete loopback interface intfc ${name}`],
  ["set interface state loop0 up", () => "set interface state loop0 down"],
  ["set interface ip address loop0 192.0.2.1/24", () => "set interface ip address del loop0 192.0.2.1/24"],
  ["set interface ip address loop0 2001:db8::1/64", () => "set interface ip address del loop0 2001:db8::1/64"],
  ["set ip neighbor loop0 192.0.2.9 02:fe:00:00:00:09", () => "set ip neighbor del loop0 192.0.2.9 02:fe:00:00:00:09"],
  ["ip table add 7", () => "ip table del 7"],
  ["ip route add 198.51.100.0/24 via 192.0.2.9 loop0", () => "ip route del 198.51.100.0/24"],
  ["ip route add 2001:db8:9::/48 via 2001:db8::9 loop0", () => "ip route del 2001:db8:9::/48"],
  ["create bridge-domain 7", () => "create bridge-domain 7 del"],
  withDel("create vxlan tunnel src 192.0.2.1 dst 192.0.2.2 vni 9"),
  withDel("create gre tunnel src 192.0.2.1 dst 192.0.2.3"),
  [
    "create ipip tunnel src 192.0.2.1 dst 192.0.2.4",
    async (name, cli) => `delete ipip tunnel sw_if_index ${await indexOf(cli, name)}`,
  ],
  ["create bond mode lacp", (name) => `delete bond ${name}`],
  ["create interface memif id 0 master", () => "delete interface memif memif0/0"],
  ["mpls table add 0", () => "mpls table del 0"],
  ["sr localsid address c3::1 behavior end", () => "sr localsid del address c3::1"],
  [
    "set acl-plugin acl permit src 10.0.0.0/8 dst 192.0.2.0/24 proto 6 dport 80",
    (told) => `delete acl-plugin acl index ${told.replace(/\D+/, "")}`,
  ],
  ["nat44 plugin enable", () => "nat44 plugin disable"],
  [
    "ipsec sa add 10 spi 1001 esp crypto-key 4a506a794f574265564551694d653768 crypto-alg aes-cbc-128",
    () => "ipsec sa del 10",
  ],
  ["ipsec spd add 1", () => "ipsec spd del 1"],
  ["wireguard create listen-port 51820 src 192.0.2.1 generate-key", (name) => `wireguard delete ${name}`],
];

/** Lines that this VPP does not know do no harm. @returns what takes all of it away */
export async function somethingToTell(cli: Cli): Promise<() => Promise<void>> {
  const made: (() => Promise<unknown>)[] = [];
  for (const [makes, takesAway] of LINES) {
    const told = (await cli(makes)).trim();
    made.unshift(async () => cli(await takesAway(told, cli)));
  }
  return async () => {
    for (const takeAway of made) await takeAway();
  };
}

/** @returns the sw_if_index of an interface, as text */
export async function indexOf(cli: Cli, name: string): Promise<string> {
  const shown = await cli(`show interface ${name}`);
  return new RegExp(`^${name}\\s+(\\d+)\\s`, "m").exec(shown)?.[1] ?? "";
}

function withDel(line: string): Line {
  return [line, () => `${line} del`];
}
