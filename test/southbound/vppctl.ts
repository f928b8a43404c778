/** VPP's command line, asked as `vppctl` asks it: at its own socket, past the binary API and all that is ours. */

import { existsSync } from "node:fs";
import { createConnection } from "node:net";
import { dirname, join } from "node:path";

/** Telnet (RFC 854): IAC SB TERMINAL-TYPE IS "vppctl" IAC SE. For such a terminal VPP writes no banner, no prompt and no pages. */
const TERMINAL = Buffer.concat([Buffer.of(255, 250, 24, 0), Buffer.from("vppctl"), Buffer.of(255, 240)]);

/** What VPP asks of a terminal at the beginning: an option of three bytes, or a subnegotiation. */
const NEGOTIATION = /\xff\xfa[^\xff]*\xff\xf0|\xff[\xfb-\xfe][\s\S]/g;

/** The socket of the command line of a VPP whose API socket is known: VPP_CLI_SOCKET, or cli.sock beside it. */
export function cliSocketBeside(apiSocket: string): string | undefined {
  const path = process.env.VPP_CLI_SOCKET ?? join(dirname(apiSocket), "cli.sock");
  return existsSync(path) ? path : undefined;
}

/** How long an answer is waited for. */
const ANSWER_MS = 15_000;

/** What VPP says to a command. @throws when the socket does, and when VPP says nothing for 15 s */
export async function vppctl(cliSocket: string, command: string): Promise<string> {
  const socket = createConnection(cliSocket);
  socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error(`no answer to ${command}`)));
  socket.write(Buffer.concat([TERMINAL, Buffer.from(`${command}\n`)]));
  const parts: Buffer[] = [];
  for await (const part of socket) {
    parts.push(part as Buffer);
    // A NUL ends what VPP says to one line.
    if (Buffer.concat(parts).toString("latin1").replace(NEGOTIATION, "").endsWith("\0")) break;
  }
  const text = Buffer.concat(parts).toString("latin1").replace(NEGOTIATION, "");
  return text.replaceAll("\0", "").replaceAll("\r\n", "\n");
}
