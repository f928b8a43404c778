import type { RequestMessage } from "vpp-binapi-ts";
import { answer, type Handler } from "../handler.js";
import { Retval } from "../retval.js";
import type { Interface } from "../state/interface.js";
import type { Vpp } from "../state/vpp.js";

/** A request that names one interface and is answered by a return code alone: -2 where there is no such interface. */
export function onInterface<Request extends { readonly swIfIndex: number }>(
  message: RequestMessage<Request, { retval: number }>,
  handle: (vpp: Vpp, found: Interface, request: Request) => number,
): Handler {
  return answer(message, (vpp, request) => {
    const found = vpp.interfaces.get(request.swIfIndex);
    return { retval: found === undefined ? Retval.INVALID_SW_IF_INDEX : handle(vpp, found, request) };
  });
}
