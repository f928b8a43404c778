import type { Message } from "../codec/message.js";
import { vppErrorName } from "./return-codes.js";
import { summarise } from "./summary.js";

/** VPP answered with a return code other than 0. Positive codes (NAT64, NAT66, DET44 return 1) are failures too. */
export class VppApiError extends Error {
  override readonly name = "VppApiError";
  readonly code: number;
  /** VPP's name of the code, such as `ADDRESS_IN_USE`; `UNNAMED` where it has none. */
  readonly codeName: string;
  /** The request, in VPP's spelling. */
  readonly messageName: string;
  /** The fields of the request as short text. */
  readonly request: string;
  /** The reply as decoded. VPP may leave its fields uninitialised; some carry a text (`cli_inband`). */
  readonly reply: unknown;

  constructor(code: number, message: Message<unknown>, fields: unknown, reply: unknown) {
    const request = summarise(fields);
    super(`${message.name} failed with ${vppErrorName(code)} (${code}); request ${request}`);
    this.code = code;
    this.codeName = vppErrorName(code);
    this.messageName = message.name;
    this.request = request;
    this.reply = reply;
  }
}

/** Nothing came back in time. VPP is silent on messages that it does not understand. */
export class VppTimeoutError extends Error {
  override readonly name = "VppTimeoutError";
  readonly messageName: string;
  readonly timeoutMs: number;

  constructor(messageName: string, timeoutMs: number) {
    super(`${messageName}: no answer from VPP within ${timeoutMs} ms`);
    this.messageName = messageName;
    this.timeoutMs = timeoutMs;
  }
}

/** The connected VPP does not have this message: not at all (its plugin is not loaded), or in another version. */
export class VppUnknownMessageError extends Error {
  override readonly name = "VppUnknownMessageError";
  readonly kind: "missing" | "incompatible";
  readonly messageName: string;
  readonly crc: string;
  /** The CRC that VPP has for this name, when it has one. */
  readonly vppCrc: string | undefined;

  constructor(messageName: string, crc: string, vppCrc: string | undefined) {
    super(
      vppCrc === undefined
        ? `VPP has no message ${messageName}: is its plugin loaded?`
        : `VPP has another version of ${messageName}: CRC ${vppCrc} there, ${crc} here`,
    );
    this.kind = vppCrc === undefined ? "missing" : "incompatible";
    this.messageName = messageName;
    this.crc = crc;
    this.vppCrc = vppCrc;
  }
}

/** The connection to VPP is gone. What was asked before may or may not have been done. */
export class VppConnectionLost extends Error {
  override readonly name = "VppConnectionLost";
}
