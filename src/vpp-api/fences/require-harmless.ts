/** What is known to end VPP 26.06, or to get no answer, is refused before VPP hears of it. docs/vpp-api.md tells what. */

import type { VppCaller } from "vpp-binapi-ts";
import { ManagementError } from "../../errors/management-error.js";
import { callFailure } from "../call-failure.js";
import { yangName } from "../names.js";
import type { EncodedRequest } from "../worker/protocol.js";
import { fences } from "./fences.js";
import {
  absentInterface,
  interfaceOfLisp,
  pipeItself,
  type ShownInterfaces,
  shownInterfaces,
} from "./interface-fences.js";
import { faultyPath } from "./path-fences.js";
import type { ThingsNamed } from "./things-named.js";

/** @param path of the rpc. Throws ManagementError: invalid-value for what no VPP could take, else operation-not-supported */
export async function requireHarmless(path: string, encoded: EncodedRequest, vpp: VppCaller): Promise<void> {
  const { request, fields, things, answer } = encoded;
  const asks = answer.kind === "dump" || answer.kind === "cursor";
  try {
    const shown = await shownInterfaces(asks ? [] : things.interfaces, vpp);
    const absent = absentInterface(shown);
    const wrong = wrongValue(things) ?? (absent === undefined ? undefined : `interface ${absent} is not there`);
    if (wrong !== undefined) throw new ManagementError("invalid-value", { path, message: wrong });
    const reason =
      unfitInterface(request.name, shown) ??
      (await faultyPath(things.paths, vpp)) ??
      (fields && (await fences.get(request.name)?.(fields, vpp)));
    if (reason === undefined) return;
    const message = `VPP 26.06 would end or not answer: ${reason}`;
    throw new ManagementError("operation-not-supported", { path, message });
  } catch (failure) {
    throw callFailure(request.name, failure);
  }
}

function wrongValue({ hasLongPrefix, beyond }: ThingsNamed): string | undefined {
  if (hasLongPrefix) return "a prefix is longer than an address";
  return beyond === undefined ? undefined : `${yangName(snakeCase(beyond))} counts more than there is room for`;
}

function snakeCase(codecName: string): string {
  return codecName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Interfaces of these kinds are for no request, but for one of those that are safe, and why. */
const UNFIT = [
  {
    // Its own but for a next hop of packets that it does not know, and what only looks or counts, or is about the interface alone.
    safe: /^(lisp|gpe|one)_(?!add_del_native)|_get|stats|^sw_interface_(set_flags|tag_add_del|set_mtu|set_table)/,
    find: interfaceOfLisp,
    why: "belongs to LISP",
  },
  {
    // What only looks or counts, or is about the interface alone.
    safe: /_get|stats|^sw_interface_(set_flags|tag_add_del|set_mtu)/,
    find: pipeItself,
    why: "is a pipe, of which only the ends carry packets",
  },
];

function unfitInterface(messageName: string, shown: ShownInterfaces): string | undefined {
  for (const { safe, find, why } of UNFIT) {
    const found = safe.test(messageName) ? undefined : find(shown);
    if (found !== undefined) return `interface ${found} ${why}`;
  }
  return undefined;
}
