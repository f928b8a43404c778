import { VppTimeoutError } from "../errors/vpp-errors.js";
import { FrameReader } from "../transport/frame-reader.js";
import { openSession } from "../transport/session.js";
import { connectSocket } from "../transport/socket.js";
import { type ClientOptions, VppClient } from "./client.js";

export interface ConnectOptions extends ClientOptions {
  /** VPP's API socket, `/run/vpp/api.sock` in most installations. */
  readonly socketPath: string;
  /** How this client is called in VPP's `show api clients`; at most 63 bytes. Default `vpp-binapi-ts`. */
  readonly name?: string;
  /** Milliseconds for connecting and the handshake. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /** The longest message that is accepted from VPP. Default 64 MiB. */
  readonly maxMessageSize?: number;
  /** Ends the connecting, and the session later on. */
  readonly signal?: AbortSignal;
}

/** Connects to a VPP and opens a session. Throws VppConnectionLost, VppTimeoutError, or the reason of `signal`. */
export async function connectVpp(options: ConnectOptions): Promise<VppClient> {
  const { socketPath, name = "vpp-binapi-ts", connectTimeoutMs = 10_000, signal } = options;
  const timeout = new AbortController();
  const timer = setTimeout(
    () => timeout.abort(new VppTimeoutError("sockclnt_create", connectTimeoutMs)),
    connectTimeoutMs,
  );
  const either = signal === undefined ? timeout.signal : AbortSignal.any([signal, timeout.signal]);
  try {
    const connected = await connectSocket(socketPath, either);
    const frames = new FrameReader(options.maxMessageSize);
    try {
      const session = await openSession(connected, frames, name, either);
      const client = new VppClient(connected, frames, session, options);
      closeOnAbort(client, signal);
      return client;
    } catch (error) {
      connected.socket.destroy();
      throw error;
    }
  } finally {
    clearTimeout(timer);
  }
}

function closeOnAbort(client: VppClient, signal: AbortSignal | undefined): void {
  if (signal === undefined) return;
  const onAbort = () => client.close();
  signal.addEventListener("abort", onAbort);
  void client.ended.then(() => signal.removeEventListener("abort", onAbort));
}
