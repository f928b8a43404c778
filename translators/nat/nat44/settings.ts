import { defineTranslator, type Entry, type TranslatorContext } from "../../../src/southbound/translator.js";
import { allOrNone } from "../../all-or-none.js";
import {
  type InstanceKey,
  type InstanceValue,
  instanceKeys,
  instanceOf,
  instancePath,
  instancesOf,
  natInstances,
  pluginLeafs,
  pluginMembers,
  pluginOf,
} from "../instance.js";
import type { Nat44Dialect } from "./dialect.js";
import { nat44Ed } from "./ed.js";
import { nat44Ei } from "./ei.js";

interface Value extends InstanceValue {
  readonly "sweetcomb-nat:nat44"?: InstanceValue["sweetcomb-nat:nat44"] & Settings;
}

interface Settings {
  readonly forwarding?: boolean;
  readonly "mss-clamping"?: number;
}

const container = "sweetcomb-nat:nat44";

export const nat44EdSettings = nat44Settings(nat44Ed);
export const nat44EiSettings = nat44Settings(nat44Ei);

/** What can be switched while a NAT44 works. VPP is back at the defaults when the plugin is enabled again. */
function nat44Settings(dialect: Nat44Dialect) {
  const { plugin, setForwarding, setMssClamping, getMssClamping, showRunningConfig } = dialect;
  return defineTranslator<InstanceKey, Value>({
    name: `${plugin}-settings`,
    path: instancePath,
    keys: instanceKeys,
    leafs: [...pluginLeafs, `${container}/forwarding`, `${container}/mss-clamping`],
    when: (value) => pluginOf(value) === plugin,
    messages: [setForwarding, setMssClamping, getMssClamping, showRunningConfig],
    partOf: ({ key }) => instanceOf(key),
    create: (context, { value }) => setSettings(context, dialect, settingsOf(value), {}),
    update: (context, { value }, before) => setSettings(context, dialect, settingsOf(value), settingsOf(before)),
    delete: (context, { value }: Entry<InstanceKey, Value>) => setSettings(context, dialect, {}, settingsOf(value)),
    reads: [natInstances],
    async *dump(context) {
      const { sessions, forwardingEnabled } = await context.vpp.call(showRunningConfig);
      // The plugin is not enabled.
      if (sessions === 0) return;
      for (const { key } of instancesOf(context, plugin)) {
        const { enable, mssValue } = await context.vpp.call(getMssClamping);
        const members = pluginMembers(plugin);
        const settings = { forwarding: forwardingEnabled, ...(enable && { "mss-clamping": mssValue }) };
        yield { key, value: { ...members, [container]: { ...members[container], ...settings } } };
      }
    },
  });
}

function settingsOf(value: Value): Settings {
  return value[container] ?? {};
}

/** Sends what differs. */
async function setSettings({ vpp }: TranslatorContext, dialect: Nat44Dialect, after: Settings, before: Settings) {
  const forward = ({ forwarding = false }: Settings) => vpp.call(dialect.setForwarding, { enable: forwarding });
  const clamp = ({ "mss-clamping": mssValue }: Settings) =>
    vpp.call(dialect.setMssClamping, { enable: mssValue !== undefined, mssValue: mssValue ?? 0 });
  await allOrNone([
    ...((after.forwarding ?? false) === (before.forwarding ?? false)
      ? []
      : [{ do: () => forward(after), undo: () => forward(before) }]),
    ...(after["mss-clamping"] === before["mss-clamping"]
      ? []
      : [{ do: () => clamp(after), undo: () => clamp(before) }]),
  ]);
}
