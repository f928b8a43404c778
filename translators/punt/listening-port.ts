import { CliInband } from "vpp-binapi-ts/api";
import { NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";

/**
 * Refuses a UDP port that VPP itself listens on, for tunnels or a protocol: set_punt and punt_socket_register take it away, and
 * nothing gives it back. Only the command line tells who listens. What comes to listen later takes the port the same way.
 */
export async function refuseListeningPort({ vpp }: TranslatorContext, family: string, port: number): Promise<void> {
  const { reply } = await vpp.call(CliInband, { cmd: "show udp ports" });
  const node = listenerIn(reply, family === "ipv6" ? "ip6" : "ip4", port);
  if (node === undefined || node.includes("punt")) return;
  throw new NotSupportedByVpp("port", `VPP itself listens on UDP port ${port} (${node}) and would no longer`);
}

/** Lines are "<port> <ip4 or ip6> <node> <description>", in colours on a terminal. */
function listenerIn(table: string, family: string, port: number): string | undefined {
  const rows = table.split("\n").map((line) => line.replace(colours, " ").trim().split(/\s+/));
  return rows.find(([shownPort, shownFamily]) => shownPort === String(port) && shownFamily === family)?.[2];
}

const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");
