import { CliInband } from "vpp-binapi-ts/api";
import { NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";

/** A UDP port that VPP listens on. */
export interface ListeningPort {
  readonly family: "ipv4" | "ipv6";
  readonly port: number;
  /** The graph node that gets the packets. */
  readonly node: string;
}

/**
 * Refuses a UDP port that VPP itself listens on, for tunnels or a protocol: set_punt and punt_socket_register take it away, and
 * nothing gives it back. Only the command line tells who listens. What comes to listen later takes the port the same way.
 */
export async function refuseListeningPort(context: TranslatorContext, family: string, port: number): Promise<void> {
  const ports = await listeningPorts(context);
  const node = ports.find((found) => found.port === port && found.family === family)?.node;
  if (node === undefined || node.includes("punt")) return;
  throw new NotSupportedByVpp("port", `VPP itself listens on UDP port ${port} (${node}) and would no longer`);
}

/** The ports that VPP listens on, out of lines "<port> <ip4 or ip6> <node> <description>", in colours on a terminal. */
export async function listeningPorts({ vpp }: TranslatorContext): Promise<readonly ListeningPort[]> {
  const { reply } = await vpp.call(CliInband, { cmd: "show udp ports" });
  return reply.split("\n").flatMap((line) => {
    const [port, family, node] = line.replace(colours, " ").trim().split(/\s+/);
    if (node === undefined || (family !== "ip4" && family !== "ip6")) return [];
    return [{ family: family === "ip6" ? "ipv6" : "ipv4", port: Number(port), node }];
  });
}

const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");
