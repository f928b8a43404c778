import { toApiJson } from "vpp-binapi-ts";
import {
  ApiVersions,
  apiModules,
  ControlPing,
  GetApiJson,
  GetFirstMsgId,
  ShowThreads,
  ShowVersion,
  ShowVpeSystemTime,
} from "vpp-binapi-ts/api";
import { answer, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import type { Vpp } from "../state/vpp.js";

/** The version that the simulator gives itself: that of the VPP whose answers it repeats, marked. */
export const VERSION = "26.06-release (simulator)";

/**
 * Who VPP is and what it can do (vlibmemory, vpe). VPP describes the messages that it has loaded, except, as was seen,
 * those of two of its own modules; `loaded` gives their names.
 */
export function session(loaded: () => ReadonlySet<string>): Feature {
  let json: string | undefined;
  return {
    name: "session",
    handlers: [
      // VPP leaves the client index of the reply at 0.
      answer(ControlPing, (vpp) => ({ retval: Retval.OK, vpePid: vpp.pid })),
      answer(ShowVersion, () => ({
        retval: Retval.OK,
        program: "vpe",
        version: VERSION,
        buildDate: "2026-06-24T00:00:00",
        buildDirectory: "/build",
      })),
      // Empty over this socket, as in VPP.
      answer(ApiVersions, () => ({ retval: Retval.OK })),
      answer(GetFirstMsgId, () => ({ retval: Retval.INVALID_VALUE, firstMsgId: 0xffff })),
      answer(ShowVpeSystemTime, (vpp) => ({ retval: Retval.OK, vpeSystemTime: vpp.now() / 1000 })),
      answer(ShowThreads, (vpp) => ({
        retval: Retval.OK,
        threadData: [
          threadOf(vpp, "vpp_main", "", 0),
          ...Array.from({ length: vpp.workers }, (_, index) => threadOf(vpp, `vpp_wk_${index}`, "workers", index + 1)),
        ],
      })),
      answer(GetApiJson, () => {
        json ??= describe(loaded());
        return { retval: Retval.OK, json };
      }),
    ],
  };
}

function threadOf({ pid }: Vpp, name: string, type: string, id: number) {
  return { id, name, type, pid: pid + id, cpuId: id, core: id, cpuSocket: 0 };
}

const NOT_DESCRIBED = ["memclnt", "sr_mpls"];

function describe(loaded: ReadonlySet<string>): string {
  const modules = apiModules
    .filter(({ name }) => !NOT_DESCRIBED.includes(name))
    .map((module) => ({ ...module, messages: module.messages.filter(({ name }) => loaded.has(name)) }));
  // Modules that have nothing but types are told where they are imported.
  return JSON.stringify(toApiJson(modules).filter(({ messages }) => messages.length > 0));
}
