import { Det44AddDelMap, Det44MapDump } from "vpp-binapi-ts/api";
import {
  defineTranslator,
  type Entry,
  type Refusal,
  type TranslatorContext,
} from "../../../src/southbound/translator.js";
import { withRoom } from "../../heap.js";
import { formatIp4, ip4Bytes } from "../../ip/addresses.js";
import { refuseOutsideAddresses } from "../../ip/own-tunnel-ends.js";
import { goneIsFine } from "../../vpp-answers.js";
import { instanceKeys, instanceOf, instancePath, instancesOf } from "../instance.js";
import { outsideMarks, outsideOfDet44 } from "../outside-addresses.js";
import { det44Mappings, type Det44MappingKey as Key, type Det44Mapping as Value } from "./mappings.js";

/** Heap that one host takes, which has place for 1000 sessions: measured on VPP 26.06. */
const bytesPerHost = 24_000;
/** Ports of an address that can be shared. */
const sharedPorts = 65_535 - 1023;

/** Inside hosts that share outside addresses. */
export const det44Mapping = defineTranslator<Key, Value>({
  name: det44Mappings.name,
  kind: det44Mappings,
  path: `${instancePath}/sweetcomb-nat:det44/mapping`,
  keys: { ...instanceKeys, insidePrefix: "mapping/inside-prefix" },
  leafs: ["outside-prefix"],
  messages: [Det44AddDelMap, Det44MapDump],
  validate: refuseMapping,
  marks: ({ value }) => outsideMarks(outsideOfDet44(value)),
  validateTogether: ({ value }, objects) => refuseOutsideAddresses(outsideOfDet44(value), "outside-prefix", objects),
  dependsOn: ({ key }) => [instanceOf(key)],
  async create(context, entry) {
    const hosts = 2 ** (32 - lengthOf(entry.key.insidePrefix));
    await withRoom(context, hosts * bytesPerHost, "inside-prefix", () => setMapping(context, entry, true));
  },
  update: "recreate",
  delete: (context, entry) => goneIsFine(setMapping(context, entry, false)),
  async *dump(context) {
    for (const { key } of instancesOf(context, "det44")) {
      for await (const map of context.vpp.dump(Det44MapDump)) {
        yield {
          key: { ...key, insidePrefix: `${formatIp4(map.inAddr)}/${map.inPlen}` },
          value: { "outside-prefix": `${formatIp4(map.outAddr)}/${map.outPlen}` },
          state: {
            "sharing-ratio": map.sharingRatio,
            "ports-per-host": map.portsPerHost,
            "session-count": map.sesNum,
          },
        };
      }
    }
  },
});

async function setMapping(
  { vpp }: TranslatorContext,
  { key, value }: Entry<Key, Value>,
  isAdd: boolean,
): Promise<void> {
  const { "outside-prefix": outside } = value;
  await vpp.call(Det44AddDelMap, {
    isAdd,
    inAddr: addressOf(key.insidePrefix),
    inPlen: lengthOf(key.insidePrefix),
    outAddr: addressOf(outside),
    outPlen: lengthOf(outside),
  });
}

/** VPP divides by both, and ends when the result is 0. */
function refuseMapping({ key, value }: Entry<Key, Value>): Refusal | undefined {
  const ratio = 2 ** (lengthOf(value["outside-prefix"]) - lengthOf(key.insidePrefix));
  if (ratio < 1) return { leaf: "outside-prefix", message: "There are more outside addresses than inside hosts" };
  if (ratio <= sharedPorts) return undefined;
  return { leaf: "outside-prefix", message: "So many hosts share an address that there is not a port for each" };
}

function addressOf(prefix: string): Uint8Array {
  return ip4Bytes(prefix.slice(0, prefix.indexOf("/")));
}

function lengthOf(prefix: string): number {
  return Number(prefix.slice(prefix.indexOf("/") + 1));
}
