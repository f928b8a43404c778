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
      useOfLisp(request.name, shown) ??
      useOfPipe(request.name, shown) ??
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

/** Its own but for a next hop of packets that it does not know, and what only looks or counts, or is about the interface alone. */
const SAFE_WITH_LISP =
  /^(lisp|gpe|one)_(?!add_del_native)|_get|stats|^sw_interface_(set_flags|tag_add_del|set_mtu|set_table)/;

function useOfLisp(messageName: string, shown: ShownInterfaces): string | undefined {
  const found = SAFE_WITH_LISP.test(messageName) ? undefined : interfaceOfLisp(shown);
  return found === undefined ? undefined : `interface ${found} belongs to LISP`;
}

/** What only looks or counts, or is about the interface alone. */
const SAFE_WITH_PIPE = /_get|stats|^sw_interface_(set_flags|tag_add_del|set_mtu)/;

function useOfPipe(messageName: string, shown: ShownInterfaces): string | undefined {
  const found = SAFE_WITH_PIPE.test(messageName) ? undefined : pipeItself(shown);
  return found === undefined ? undefined : `interface ${found} is a pipe, of which only the ends carry packets`;
}
