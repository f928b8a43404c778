/**
 * Hosts around VPP: each a Linux network namespace with one veth, whose other end VPP takes as a host-interface. The Linux
 * in it is an independent judge of what VPP forwards; host-agent.py does in it what a test asks for.
 */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { decodeFrame, type Frame } from "./packet.js";

const agentFile = fileURLToPath(new URL("../../../test/packets/host-agent.py", import.meta.url));

/** What a host has: addresses with prefix length, and where it sends what is not its neighbour's. */
export interface HostOptions {
  readonly addresses: readonly string[];
  readonly gateway?: string;
}

/** A TCP connection to a host that serves lines. */
export interface Conversation {
  /** Sends a line. @returns the answer */
  say(): Promise<string>;
  /** @returns undefined when no answer came in a second */
  tryToSay(): Promise<string | undefined>;
}

/** Why no hosts can be made here; undefined when they can. */
export function noHostsBecause(): string | undefined {
  if (process.getuid?.() !== 0) return "only root can make network namespaces";
  const missing = ["ip", "python3"].find((command) => spawnSync("which", [command]).status !== 0);
  if (missing !== undefined) return `${missing} is not installed`;
  const name = uniqueName("try");
  const { status, stderr } = spawnSync("ip", ["netns", "add", name], { encoding: "utf8" });
  if (status !== 0) return `ip cannot make a network namespace: ${stderr.trim()}`;
  spawnSync("ip", ["netns", "delete", name]);
  return existsSync(agentFile) ? undefined : `${agentFile} is missing`;
}

export class Host {
  /** The end of the veth outside, which VPP takes. */
  readonly device: string;
  readonly #namespace: string;
  readonly #agent: ChildProcess;
  readonly #waiting = new Map<number, { resolve(result: unknown): void; reject(reason: Error): void }>();
  #lastId = 0;

  private constructor(name: string, { addresses, gateway }: HostOptions) {
    this.#namespace = uniqueName(name);
    this.device = this.#namespace;
    process.once("exit", this.#remove);
    runIp("netns", "add", this.#namespace);
    runIp("link", "add", this.device, "type", "veth", "peer", "eth0", "netns", this.#namespace);
    // Only VPP shall answer outside; Linux would for any address that the machine has.
    runIp("link", "set", this.device, "up", "arp", "off");
    this.ip("link", "set", "lo", "up");
    for (const address of addresses) {
      // Nobody else has the address, and waiting for that to be sure takes a second.
      this.ip("address", "add", address, "dev", "eth0", ...(address.includes(":") ? ["nodad"] : []));
    }
    this.ip("link", "set", "eth0", "up");
    if (gateway !== undefined) this.ip("route", "add", "default", "via", gateway);
    this.#agent = spawn("ip", ["netns", "exec", this.#namespace, "python3", agentFile], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    createInterface(this.#agent.stdout!).on("line", (line) => this.#onAnswer(JSON.parse(line)));
    this.#agent.on("exit", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`the agent of ${name} has ended`));
    });
  }

  /** Makes the namespace and what is in it; resolves when frames are captured. What it could not finish goes with the process. */
  static async start(name: string, options: HostOptions): Promise<Host> {
    const host = new Host(name, options);
    await new Promise((resolve, reject) => host.#waiting.set(0, { resolve, reject }));
    return host;
  }

  /** Runs `ip` inside. */
  ip(...words: readonly string[]): void {
    runIp("-n", this.#namespace, ...words);
  }

  /**
   * Makes a second way out with these addresses, and lets the host forward between the two.
   * @returns the end outside, as `device` is
   */
  forwardTo(...addresses: readonly string[]): Pick<Host, "device"> {
    const device = `${this.device.slice(0, 13)}-b`;
    runIp("link", "add", device, "type", "veth", "peer", "eth1", "netns", this.#namespace);
    runIp("link", "set", device, "up", "arp", "off");
    for (const address of addresses) {
      this.ip("address", "add", address, "dev", "eth1", ...(address.includes(":") ? ["nodad"] : []));
    }
    this.ip("link", "set", "eth1", "up");
    const settings = ["ipv4/ip_forward", "ipv6/conf/all/forwarding"].map((name) => `echo 1 > /proc/sys/net/${name}`);
    // Answers may come in on another way than questions went out.
    const unfiltered = ["all", "eth0", "eth1"].map((name) => `echo 0 > /proc/sys/net/ipv4/conf/${name}/rp_filter`);
    runIp("netns", "exec", this.#namespace, "sh", "-ec", [...settings, ...unfiltered].join("\n"));
    return { device };
  }

  /** Answers datagrams at the port with its name and the address and port that it sees: "west saw 10.0.0.1 5000". */
  async serve(name: string, port: number, address = ""): Promise<void> {
    await this.#do("serve", { name, port, address });
  }

  /** Sends datagrams until one is answered. @returns the answer. @throws when there is none in 15 s */
  async ask(to: string, port: number, sourcePort = 0): Promise<string> {
    return (await this.#do("ask", { to, port, source_port: sourcePort })) as string;
  }

  /** As `ask`, for what may well get no answer. @returns undefined when none came in a second, or an error did */
  async tryToAsk(to: string, port: number, sourcePort = 0): Promise<string | undefined> {
    return this.#answerOrNone("ask", { to, port, source_port: sourcePort, patience: 1 });
  }

  /** Answers each line of a TCP connection to the port as `serve` answers datagrams, so many seconds later. */
  async serveLines(name: string, port: number, delay = 0): Promise<void> {
    await this.#do("serve_lines", { name, port, delay });
  }

  /** Connects with TCP. @throws what Linux says when it cannot in so many seconds */
  async connect(to: string, port: number, patience = 15): Promise<Conversation> {
    const connection = await this.#do("connect", { to, port, patience });
    return {
      say: async () => (await this.#do("say", { connection })) as string,
      tryToSay: () => this.#answerOrNone("say", { connection, patience: 1 }),
    };
  }

  /** Sends so many octets (a multiple of 250) to each that connects to the port with TCP. */
  async serveOctets(port: number, count: number): Promise<void> {
    await this.#do("serve_octets", { port, count });
  }

  /** Connects with TCP and takes what the other end sends until it closes. `intact`: it is what `serveOctets` sends. */
  async fetchOctets(to: string, port: number): Promise<{ readonly count: number; readonly intact: boolean }> {
    return (await this.#do("fetch_octets", { to, port })) as { count: number; intact: boolean };
  }

  /** Gives every DHCP client this lease, and itself as the name server. */
  async serveDhcp(lease: { address: string; mask: string; router: string; server: string }): Promise<void> {
    await this.#do("serve_dhcp", lease);
  }

  /** One datagram from each port. */
  async send(to: string, port: number, sourcePorts: readonly number[], text = ""): Promise<void> {
    await this.#do("send", { to, port, source_ports: sourcePorts, text });
  }

  /** Sends datagrams from now on, some thousand a second, until the host ends. */
  async flood(to: string, port: number): Promise<void> {
    await this.#do("flood", { to, port });
  }

  /** Sends echo requests until one is answered. @throws when none is in 15 s */
  async ping(to: string): Promise<void> {
    await this.#do("ping", { to });
  }

  /** Sends a whole IPv4 packet. */
  async sendPacket(packet: Uint8Array): Promise<void> {
    await this.#do("send_packet", { packet: Buffer.from(packet).toString("hex") });
  }

  /** Joins a group, with or without one source; Linux reports that with IGMP. The host leaves it when it ends. */
  async join(group: string, source = ""): Promise<void> {
    await this.#do("join", { group, source });
  }

  /**
   * From now on Linux writes checksums itself. VPP 26.06 still asks for the checksum of an outer header after it has taken
   * that header off, and Linux drops what comes with such a wish.
   */
  async writeChecksums(): Promise<void> {
    await this.#do("write_checksums", {});
  }

  /** All frames that have arrived since the start or since `forget`, oldest first. */
  async received(): Promise<readonly Frame[]> {
    const frames = (await this.#do("received", {})) as readonly string[];
    return frames.map((hex) => decodeFrame(Buffer.from(hex, "hex")));
  }

  async forget(): Promise<void> {
    await this.#do("forget", {});
  }

  /** Takes the namespace away, and the veth with it. */
  close(): void {
    process.off("exit", this.#remove);
    this.#agent.stdin!.end();
    this.#agent.kill();
    this.#remove();
  }

  async #answerOrNone(verb: string, question: Readonly<Record<string, unknown>>): Promise<string | undefined> {
    try {
      return (await this.#do(verb, question)) as string;
    } catch {
      return undefined;
    }
  }

  #do(verb: string, question: Readonly<Record<string, unknown>>): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#agent.stdin!.write(`${JSON.stringify({ ...question, id, do: verb })}\n`);
    });
  }

  #onAnswer({ id, result, error }: { id: number; result?: unknown; error?: string }): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new Error(`${this.#namespace}: ${error}`));
  }

  readonly #remove = (): void => {
    // The veth goes first and at once; a namespace lives on until its last process has ended.
    spawnSync("ip", ["link", "delete", this.device]);
    spawnSync("ip", ["netns", "delete", this.#namespace]);
  };
}

/** Linux allows 15 bytes for the name of a device. */
function uniqueName(name: string): string {
  return `sc${randomBytes(3).toString("hex")}-${name.slice(0, 6)}`;
}

function runIp(...words: readonly string[]): void {
  const { status, stderr } = spawnSync("ip", words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`ip ${words.join(" ")}: ${stderr.trim()}`);
}
