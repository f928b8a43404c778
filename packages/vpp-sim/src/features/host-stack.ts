import {
  AppNamespaceAddDelV4,
  type Prefix,
  RtBackendEngine,
  type SdlRuleV2,
  SessionEnableDisableV2,
  SessionRuleAddDel,
  SessionSdlAddDelV2,
  SessionSdlV3Dump,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { lowestFreeIndex } from "./indexed-records.js";
import { prefixText } from "./prefix-text.js";

/** One record while the host stack is on. */
const engines = recordsOf<SessionEnableDisableV2>("host-stack");

type Namespace = Pick<AppNamespaceAddDelV4, "namespaceId" | "secret" | "swIfIndex" | "ip4FibId" | "ip6FibId">;

/** By number. VPP's own is not among them. */
const namespaces = recordsOf<Namespace>("application-namespaces");

/** Entries of source deny lists, by table and prefix. */
const filters = recordsOf<{ readonly table: string; readonly rule: SdlRuleV2 }>("source-filters");

const OWN: Namespace = { namespaceId: "default", secret: 0n, swIfIndex: NONE, ip4FibId: 0, ip6FibId: 0 };

/** Rules, by table and tag. The tree in which VPP keeps them is not known here. */
const rules = recordsOf<{ readonly table: string; readonly rule: SessionRuleAddDel }>("session-rules");

/** What VPP says to a namespace that is not there, or with an interface or a table that is not there. */
const INVALID = -19;
const INVALID_NAMESPACE = -22;
const IP_IN_USE = -16;

/** The host stack (vnet/session), to which nobody attaches. */
export const hostStack: Feature = {
  name: "host-stack",
  handlers: [
    answer(SessionEnableDisableV2, (vpp, asked) => {
      const isOn = asked.rtEngineType !== RtBackendEngine.RT_BACKEND_ENGINE_API_DISABLE;
      if (!isOn) {
        engines(vpp).clear();
        filters(vpp).clear();
        rules(vpp).clear();
      } else if (engines(vpp).size === 0) engines(vpp).set("", asked);
      return { retval: Retval.OK };
    }),
    answer(AppNamespaceAddDelV4, (vpp, asked) => {
      if (engines(vpp).size === 0) return { retval: Retval.FEATURE_DISABLED, appnsIndex: 0 };
      const { namespaceId, isAdd, swIfIndex, ip4FibId, ip6FibId } = asked;
      const found = [...allNamespaces(vpp)].find(([, each]) => each.namespaceId === namespaceId)?.[0];
      if (!isAdd) {
        if (found === undefined) return { retval: INVALID, appnsIndex: 0 };
        namespaces(vpp).delete(String(found));
        forgetUnusedTables(vpp);
        return { retval: Retval.OK, appnsIndex: 0 };
      }
      const isThere =
        swIfIndex === NONE
          ? vpp.fib.find("ip4", ip4FibId) !== undefined && vpp.fib.find("ip6", ip6FibId) !== undefined
          : vpp.interfaces.get(swIfIndex) !== undefined;
      if (!isThere) return { retval: INVALID, appnsIndex: 0 };
      const appnsIndex = found ?? lowestFreeIndex(new Map(allNamespaces(vpp).map(([index]) => [String(index), index])));
      namespaces(vpp).set(String(appnsIndex), asked);
      return { retval: Retval.OK, appnsIndex };
    }),
    answer(SessionSdlAddDelV2, (vpp, { appnsIndex, isAdd, r }) => {
      if (!hasSourceFilters(vpp)) return { retval: Retval.FEATURE_DISABLED };
      const namespace = new Map(allNamespaces(vpp)).get(appnsIndex);
      if (r.length > 0 && namespace === undefined) return { retval: INVALID_NAMESPACE };
      for (const rule of r) {
        const table = tableOf(vpp, namespace!, rule.rmt);
        const key = `${table} ${JSON.stringify(rule.rmt)}`;
        if (filters(vpp).has(key) === isAdd) return { retval: isAdd ? IP_IN_USE : Retval.NO_SUCH_ENTRY };
        if (isAdd) filters(vpp).set(key, { table, rule });
        else filters(vpp).delete(key);
      }
      return { retval: Retval.OK };
    }),
    answerDump(SessionSdlV3Dump, function* (vpp) {
      for (const { table, rule } of filters(vpp).values()) {
        const users = allNamespaces(vpp).filter(([, each]) => tableOf(vpp, each, rule.rmt) === table);
        yield { ...rule, appnsIndex: users.map(([index]) => index) };
      }
    }),
    answer(SessionRuleAddDel, (vpp, asked) => {
      if (engines(vpp).size === 0) return { retval: Retval.FEATURE_DISABLED };
      const namespace = new Map(allNamespaces(vpp)).get(asked.appnsIndex);
      const isOn = engines(vpp).get("")?.rtEngineType === RtBackendEngine.RT_BACKEND_ENGINE_API_RULE_TABLE;
      if (!isOn || namespace === undefined) return { retval: Retval.UNSPECIFIED };
      const table = ruleTableOf(vpp, namespace, asked);
      const key = `${table} ${asked.tag}`;
      if (asked.isAdd && rules(vpp).has(key)) return { retval: Retval.UNSPECIFIED };
      if (asked.isAdd) rules(vpp).set(key, { table, rule: asked });
      else rules(vpp).delete(key);
      return { retval: Retval.OK };
    }),
  ],
};

/** `show session sdl`, without the entries; undefined while the host stack is off. */
export function showSourceFilters(vpp: Vpp): string | undefined {
  if (engines(vpp).size === 0) return undefined;
  return hasSourceFilters(vpp) ? "" : "session sdl engine is not enabled\n";
}

function hasSourceFilters(vpp: Vpp): boolean {
  return engines(vpp).get("")?.rtEngineType === RtBackendEngine.RT_BACKEND_ENGINE_API_SDL;
}

function allNamespaces(vpp: Vpp): readonly (readonly [index: number, namespace: Namespace])[] {
  return [[0, OWN], ...Array.from(namespaces(vpp), ([index, each]) => [Number(index), each] as const)];
}

/** Of the family of the prefix. */
function tableOf(vpp: Vpp, { swIfIndex, ip4FibId, ip6FibId }: Namespace, { address }: Prefix): string {
  const family = "ip4" in address.un ? "ip4" : "ip6";
  const own = family === "ip4" ? ip4FibId : ip6FibId;
  return `${family} ${vpp.interfaces.get(swIfIndex)?.[family].tableId ?? own}`;
}

/** What VPP reads of the scope of a rule between applications of a namespace. */
const LOCAL = 0x0200_0000;

function ruleTableOf(vpp: Vpp, namespace: Namespace, { transportProto, scope, rmt }: SessionRuleAddDel): string {
  const isLocal = Number(scope) === LOCAL;
  return `${transportProto} ${isLocal ? `local ${namespace.namespaceId}` : tableOf(vpp, namespace, rmt)}`;
}

/** `show session rules tcp appns web scope global`, in no order; undefined while the host stack is off. */
export function showSessionRules(vpp: Vpp, transport: string, namespaceId: string, scope: string): string | undefined {
  if (engines(vpp).size === 0) return undefined;
  const namespace = allNamespaces(vpp).find(([, each]) => each.namespaceId === namespaceId)?.[1];
  if (namespace === undefined) return `appns ${namespaceId} doesn't exist\n`;
  const shown = [...rules(vpp).values()].filter(({ table, rule }) => {
    const isAsked =
      (Number(rule.scope) === LOCAL) === (scope === "local") && TRANSPORTS[rule.transportProto] === transport;
    return isAsked && ruleTableOf(vpp, namespace, rule) === table;
  });
  const lines = shown.map(({ rule: { lcl, lclPort, rmt, rmtPort, actionIndex, tag } }, index) => {
    const ends = `${text(lcl)} ${lclPort} ${text(rmt)} ${rmtPort}`;
    return `[${index + 1}] rule: ${ends} action: ${actionIndex | 0} tag: ${tag}\n`;
  });
  return `${transport} rules table\n${lines.join("")}`;
}

const TRANSPORTS = ["tcp", "udp"];

function text({ address: { un }, len }: Prefix): string {
  return prefixText(un.ip6 ?? un.ip4!, len);
}

/** The list of a table goes with its last namespace. */
function forgetUnusedTables(vpp: Vpp): void {
  for (const [key, { table, rule }] of filters(vpp)) {
    if (!allNamespaces(vpp).some(([, each]) => tableOf(vpp, each, rule.rmt) === table)) filters(vpp).delete(key);
  }
  for (const [key, { table, rule }] of rules(vpp)) {
    if (!allNamespaces(vpp).some(([, each]) => ruleTableOf(vpp, each, rule) === table)) rules(vpp).delete(key);
  }
}

/** `show app ns`; undefined while the host stack is off. */
export function showNamespaces(vpp: Vpp): string | undefined {
  if (engines(vpp).size === 0) return undefined;
  const rows = allNamespaces(vpp).map(([index, { secret, swIfIndex, namespaceId }]) => {
    const name = vpp.interfaces.get(swIfIndex)?.name ?? `DELETED (${swIfIndex})`;
    return row(String(index), String(secret), name, namespaceId, `/run/vpp/app_ns_sockets/${namespaceId}`);
  });
  return [row("Index", "Secret", "Interface", "Id", "Socket"), ...rows].join("");
}

const END_OF_COLOUR = "\u001b[0m";

function row(...cells: readonly string[]): string {
  return `${cells.join(`${END_OF_COLOUR} `)}${END_OF_COLOUR}\n`;
}
