import {
  Nat44ConfigFlags,
  Nat44EdPluginEnableDisable,
  Nat44EiConfigFlags,
  Nat44EiPluginEnableDisable,
  Nat44EiShowRunningConfig,
  Nat44ShowRunningConfig,
} from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../../src/southbound/translator.js";
import { withRoom } from "../../heap.js";
import { ipTables } from "../../routing/ip-table.js";
import { toleratedIs } from "../../vpp-answers.js";
import {
  type InstanceKey,
  instanceKeys,
  instancePath,
  instancesOf,
  natInstances,
  pluginLeafs,
  pluginMembers,
  pluginOf,
} from "../instance.js";
import { vrfId, vrfName, vrfRefs } from "../vrf.js";
import { frameQueueMessages, frameQueueSize, setFrameQueueSize } from "./frame-queues.js";
import { setWorkers, shownWorkers, workerMessages, workersInUse } from "./workers.js";

interface Value {
  readonly type: string;
  readonly "sweetcomb-nat:nat44"?: Nat44;
}

interface Nat44 {
  readonly processing?: "endpoint-dependent" | "endpoint-independent";
  readonly "inside-vrf"?: string;
  readonly "outside-vrf"?: string;
  readonly sessions?: number;
  readonly "frame-queue-size"?: number;
  readonly worker?: readonly number[];
  readonly "endpoint-independent"?: {
    readonly users?: number;
    readonly "sessions-per-user"?: number;
    readonly "static-mappings-only"?: boolean;
    readonly "connection-tracking"?: boolean;
    readonly "out2in-dpo"?: boolean;
  };
}

const container = "sweetcomb-nat:nat44";
const only = `${container}/endpoint-independent`;
const commonLeafs = [
  ...pluginLeafs,
  ...["inside-vrf", "outside-vrf", "sessions", "frame-queue-size", "worker"].map((leaf) => `${container}/${leaf}`),
];

/** Heap that one session takes, with its place in the hash tables: measured on VPP 26.06. */
const bytesPerSession = { "nat44-ed": 400, "nat44-ei": 300 } as const;
const defaultSessions = { "nat44-ed": 63 * 1024, "nat44-ei": 10 * 1024 } as const;

/** nat44-ed enabled. VPP can change none of it in place, and disabling forgets all that the plugin holds. */
export const nat44EdInstance = defineTranslator<InstanceKey, Value>({
  name: "nat44-ed-instance",
  kind: natInstances,
  path: instancePath,
  keys: instanceKeys,
  leafs: commonLeafs,
  when: (value) => pluginOf(value) === "nat44-ed",
  messages: [
    Nat44EdPluginEnableDisable,
    Nat44ShowRunningConfig,
    ...frameQueueMessages("nat44-ed"),
    ...workerMessages("nat44-ed"),
  ],
  dependsOn: vrfsOf,
  create: (context, entry) =>
    withSessions(context, entry, "nat44-ed", () =>
      context.vpp.call(Nat44EdPluginEnableDisable, {
        ...commonFields(context, entry),
        enable: true,
        flags: Nat44ConfigFlags.NAT44_IS_ENDPOINT_DEPENDENT,
      }),
    ),
  update: "recreate",
  async delete({ vpp }) {
    await toleratedIs("FEATURE_ALREADY_DISABLED", vpp.call(Nat44EdPluginEnableDisable, { enable: false }));
  },
  reads: [ipTables.ipv4],
  async *dump(context) {
    const running = await context.vpp.call(Nat44ShowRunningConfig);
    // Nothing says whether the plugin is enabled; without sessions it is not.
    if (running.sessions === 0) return;
    const queues = { "frame-queue-size": await frameQueueSize(context, "nat44-ed") };
    const workers = await workersInUse(context, "nat44-ed");
    for (const { key, value: configured } of instancesOf(context, "nat44-ed")) {
      const value = instanceMembers(context, "nat44-ed", running);
      const threads = shownWorkers(workers, (configured as Value)[container]?.worker);
      yield { key, value: { ...value, [container]: { ...value[container], ...queues, ...threads } } };
    }
  },
  chosenByVpp: [`${container}/sessions`, `${container}/frame-queue-size`, `${container}/worker`],
});

/** nat44-ei enabled. */
export const nat44EiInstance = defineTranslator<InstanceKey, Value>({
  name: "nat44-ei-instance",
  kind: natInstances,
  path: instancePath,
  keys: instanceKeys,
  leafs: [
    ...commonLeafs,
    ...["users", "sessions-per-user", "static-mappings-only", "connection-tracking", "out2in-dpo"].map(
      (leaf) => `${only}/${leaf}`,
    ),
  ],
  when: (value) => pluginOf(value) === "nat44-ei",
  messages: [
    Nat44EiPluginEnableDisable,
    Nat44EiShowRunningConfig,
    ...frameQueueMessages("nat44-ei"),
    ...workerMessages("nat44-ei"),
  ],
  dependsOn: vrfsOf,
  create(context, entry) {
    const settings = entry.value[container]?.["endpoint-independent"];
    const fields = {
      ...commonFields(context, entry),
      enable: true,
      users: settings?.users ?? 0,
      userSessions: settings?.["sessions-per-user"] ?? 0,
      flags: ((settings?.["static-mappings-only"] ? Nat44EiConfigFlags.NAT44_EI_STATIC_MAPPING_ONLY : 0) |
        (settings?.["connection-tracking"] ? Nat44EiConfigFlags.NAT44_EI_CONNECTION_TRACKING : 0) |
        (settings?.["out2in-dpo"] ? Nat44EiConfigFlags.NAT44_EI_OUT2IN_DPO : 0)) as Nat44EiConfigFlags,
    };
    return withSessions(context, entry, "nat44-ei", () => context.vpp.call(Nat44EiPluginEnableDisable, fields));
  },
  update: "recreate",
  async delete({ vpp }) {
    await toleratedIs("FEATURE_ALREADY_DISABLED", vpp.call(Nat44EiPluginEnableDisable, { enable: false }));
  },
  reads: [ipTables.ipv4],
  async *dump(context) {
    const running = await context.vpp.call(Nat44EiShowRunningConfig);
    if (running.sessions === 0) return;
    const has = (flag: number) => (running.flags & flag) !== 0;
    const isStatic = has(Nat44EiConfigFlags.NAT44_EI_STATIC_MAPPING_ONLY);
    const common = instanceMembers(context, "nat44-ei", running);
    const value = {
      ...common,
      [container]: {
        ...common[container],
        "frame-queue-size": await frameQueueSize(context, "nat44-ei"),
        "endpoint-independent": {
          users: running.users,
          "sessions-per-user": running.userSessions,
          "static-mappings-only": isStatic,
          ...(isStatic && { "connection-tracking": has(Nat44EiConfigFlags.NAT44_EI_CONNECTION_TRACKING) }),
          "out2in-dpo": has(Nat44EiConfigFlags.NAT44_EI_OUT2IN_DPO),
        },
      },
    };
    const workers = await workersInUse(context, "nat44-ei");
    for (const { key, value: configured } of instancesOf(context, "nat44-ei")) {
      const threads = shownWorkers(workers, (configured as Value)[container]?.worker);
      yield { key, value: { ...value, [container]: { ...value[container], ...threads } } };
    }
  },
  chosenByVpp: [
    `${container}/sessions`,
    `${container}/frame-queue-size`,
    `${container}/worker`,
    `${only}/users`,
    `${only}/sessions-per-user`,
  ],
});

function vrfsOf({ value }: Entry<InstanceKey, Value>) {
  const { "inside-vrf": inside, "outside-vrf": outside } = value[container] ?? {};
  return vrfRefs("ipv4", inside, outside);
}

function commonFields(context: TranslatorContext, { value }: Entry<InstanceKey, Value>) {
  const settings = value[container];
  return {
    insideVrf: vrfId(context, "ipv4", settings?.["inside-vrf"], 0),
    outsideVrf: vrfId(context, "ipv4", settings?.["outside-vrf"], 0),
    sessions: settings?.sessions ?? 0,
  };
}

/** Enables the plugin, if VPP has room for its sessions. */
async function withSessions(
  context: TranslatorContext,
  { value }: Entry<InstanceKey, Value>,
  plugin: "nat44-ed" | "nat44-ei",
  enable: () => Promise<unknown>,
): Promise<void> {
  const sessions = value[container]?.sessions ?? defaultSessions[plugin];
  await withRoom(context, sessions * bytesPerSession[plugin], `${container}/sessions`, async () => {
    await setFrameQueueSize(context, plugin, value[container]?.["frame-queue-size"]);
    await setWorkers(context, plugin, value[container]?.worker);
    await enable();
  });
}

function instanceMembers(
  context: TranslatorContext,
  plugin: "nat44-ed" | "nat44-ei",
  running: { readonly insideVrf: number; readonly outsideVrf: number; readonly sessions: number },
): Value {
  const inside = vrfName(context, "ipv4", running.insideVrf);
  const outside = vrfName(context, "ipv4", running.outsideVrf);
  const members = pluginMembers(plugin);
  return {
    ...members,
    [container]: {
      ...members[container],
      sessions: running.sessions,
      ...(inside !== undefined && { "inside-vrf": inside }),
      ...(outside !== undefined && { "outside-vrf": outside }),
    },
  };
}
