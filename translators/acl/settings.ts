import { AclPluginUseHashLookupSet, AclStatsIntfCountersEnable, CliInband } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";

interface Value {
  readonly "reclassify-sessions"?: boolean;
  readonly "count-matches"?: boolean;
  readonly "match-later-fragments"?: boolean;
  readonly "hash-lookup"?: boolean;
  readonly "session-timeouts"?: Timeouts;
}

interface Timeouts {
  readonly "udp-idle"?: number;
  readonly "tcp-idle"?: number;
  readonly "tcp-transient"?: number;
}

/** What VPP has before anything is configured. */
const defaults = {
  "reclassify-sessions": false,
  "count-matches": false,
  "match-later-fragments": true,
  "hash-lookup": true,
  "session-timeouts": { "udp-idle": 600, "tcp-idle": 86_400, "tcp-transient": 120 },
} as const;

/** Settings for all lists. For most of them VPP has no message, but a line of its command line; it tells none of them again. */
export const aclSettings = defineTranslator<Record<never, never>, Value>({
  name: "acl-settings",
  path: "/ietf-access-control-list:acls/sweetcomb-acl:settings",
  keys: {},
  leafs: ["reclassify-sessions", "count-matches", "match-later-fragments", "hash-lookup", "session-timeouts"],
  // The container is always there, with its defaults; a VPP without the plugin must not be asked for those.
  when: (value) => JSON.stringify(complete(value)) !== JSON.stringify(complete({})),
  messages: [AclStatsIntfCountersEnable, AclPluginUseHashLookupSet, CliInband],
  create: (context, { value }) => apply(context, value),
  update: (context, { value }) => apply(context, value),
  delete: (context) => apply(context, {}),
  dump: "unreadable",
});

async function apply({ vpp }: TranslatorContext, value: Value): Promise<void> {
  const whole = complete(value);
  const timeouts = whole["session-timeouts"];
  await vpp.call(AclStatsIntfCountersEnable, { enable: whole["count-matches"] });
  await vpp.call(AclPluginUseHashLookupSet, { enable: whole["hash-lookup"] });
  for (const setting of [
    `reclassify-sessions ${Number(whole["reclassify-sessions"])}`,
    `l4-match-nonfirst-fragment ${Number(whole["match-later-fragments"])}`,
    `session timeout udp idle ${timeouts["udp-idle"]}`,
    `session timeout tcp idle ${timeouts["tcp-idle"]}`,
    `session timeout tcp transient ${timeouts["tcp-transient"]}`,
  ]) {
    await vpp.call(CliInband, { cmd: `set acl-plugin ${setting}` });
  }
}

/** The value with what is not configured, in one order of members. */
function complete(value: Value) {
  return {
    "reclassify-sessions": value["reclassify-sessions"] ?? defaults["reclassify-sessions"],
    "count-matches": value["count-matches"] ?? defaults["count-matches"],
    "match-later-fragments": value["match-later-fragments"] ?? defaults["match-later-fragments"],
    "hash-lookup": value["hash-lookup"] ?? defaults["hash-lookup"],
    "session-timeouts": {
      "udp-idle": value["session-timeouts"]?.["udp-idle"] ?? defaults["session-timeouts"]["udp-idle"],
      "tcp-idle": value["session-timeouts"]?.["tcp-idle"] ?? defaults["session-timeouts"]["tcp-idle"],
      "tcp-transient": value["session-timeouts"]?.["tcp-transient"] ?? defaults["session-timeouts"]["tcp-transient"],
    },
  };
}
