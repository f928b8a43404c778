import { MssClampEnableDisable, MssClampGet } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";

interface Value {
  readonly "sweetcomb-services:tcp-mss-clamp": { readonly ipv4?: Limit; readonly ipv6?: Limit };
}

interface Limit {
  readonly direction?: Direction;
  readonly "maximum-segment-size": number;
}

type Direction = keyof typeof directions;

/** Bits of mss_clamp_dir. */
const directions = { received: 1, sent: 2, both: 3 } as const;
const NO_DIRECTION = 0;

/** Limits of TCP segments. VPP keeps them by index when the interface is deleted. */
export const mssClamp = defineTranslator<InterfaceKey, Value>({
  name: "tcp-mss-clamp",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-services:tcp-mss-clamp"],
  when: (value) => {
    const clamp = value["sweetcomb-services:tcp-mss-clamp"];
    return clamp?.ipv4 !== undefined || clamp?.ipv6 !== undefined;
  },
  messages: [MssClampEnableDisable, MssClampGet],
  dependsOn: ({ key }) => [interfaces.at(key)],
  create: (context, { key, value }) => setLimits(context, key, value),
  update: (context, { key, value }) => setLimits(context, key, value),
  delete: (context, { key }) => goneIsFine(setLimits(context, key, { "sweetcomb-services:tcp-mss-clamp": {} })),
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for await (const details of vpp.dump(MssClampGet, { cursor: 0, swIfIndex: NO_INTERFACE })) {
      const name = keyOf(interfaces, details.swIfIndex)?.name;
      const ipv4 = limitFrom(details.ipv4Direction, details.ipv4Mss);
      const ipv6 = limitFrom(details.ipv6Direction, details.ipv6Mss);
      if (name === undefined || (ipv4 === undefined && ipv6 === undefined)) continue;
      yield {
        key: { name },
        value: { "sweetcomb-services:tcp-mss-clamp": { ...(ipv4 && { ipv4 }), ...(ipv6 && { ipv6 }) } },
      };
    }
  },
});

async function setLimits({ vpp, handleOf }: TranslatorContext, key: InterfaceKey, value: Value): Promise<void> {
  const { ipv4, ipv6 } = value["sweetcomb-services:tcp-mss-clamp"];
  await vpp.call(MssClampEnableDisable, {
    swIfIndex: handleOf(interfaces.at(key)),
    ipv4Mss: ipv4?.["maximum-segment-size"] ?? 0,
    ipv6Mss: ipv6?.["maximum-segment-size"] ?? 0,
    ipv4Direction: bitsOf(ipv4),
    ipv6Direction: bitsOf(ipv6),
  });
}

function bitsOf(limit: Limit | undefined): number {
  return limit === undefined ? NO_DIRECTION : directions[limit.direction ?? "both"];
}

function limitFrom(bits: number, size: number): Limit | undefined {
  const direction = (Object.keys(directions) as Direction[]).find((name) => directions[name] === bits);
  return direction === undefined ? undefined : { direction, "maximum-segment-size": size };
}
