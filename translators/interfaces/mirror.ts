import { SpanState, SwInterfaceSpanDump, SwInterfaceSpanEnableDisable } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { refuseOutside } from "../l2/sent-outside.js";
import { goneIsFine } from "../vpp-answers.js";
import { refuseGreOfPackets } from "./frames.js";
import { interfacePath, interfaces, listInterfaces } from "./interface.js";
import { interfaceMirrors, type MirrorKey as Key } from "./mirrors.js";

interface Value {
  readonly direction?: Direction;
}

type Direction = keyof typeof directions;

const directions = {
  received: SpanState.SPAN_STATE_API_RX,
  sent: SpanState.SPAN_STATE_API_TX,
  both: SpanState.SPAN_STATE_API_RX_TX,
} as const;

/** Copies of the packets of an interface that go to another one (SPAN). VPP keeps them when either interface is deleted. */
export const interfaceMirror = defineTranslator<Key, Value>({
  name: interfaceMirrors.name,
  kind: interfaceMirrors,
  path: `${interfacePath}/sweetcomb-interfaces:mirror`,
  keys: { interface: "interface/name", to: "mirror/to", layer: "mirror/layer" },
  leafs: ["direction"],
  when: () => true,
  messages: [SwInterfaceSpanEnableDisable, SwInterfaceSpanDump],
  validateTogether: ({ key }, objects) => (key.layer === "l2" ? refuseOutside(key.to, "to", objects) : undefined),
  dependsOn: ({ key }) => [interfaces.at({ name: key.interface }), interfaces.at({ name: key.to })],
  async create(context, { key, value }) {
    refuseGreOfPackets(context, key.to, "to");
    await setMirror(context, key, directions[value.direction ?? "both"]);
  },
  update: (context, { key, value }) => setMirror(context, key, directions[value.direction ?? "both"]),
  delete: (context, { key }) => goneIsFine(setMirror(context, key, SpanState.SPAN_STATE_API_DISABLED)),
  reads: [interfaces],
  async *dump(context) {
    const listed = await listInterfaces(context);
    for (const layer of ["device", "l2"]) {
      for await (const details of context.vpp.dump(SwInterfaceSpanDump, { isL2: layer === "l2" })) {
        const [from, to] = [listed.get(details.swIfIndexFrom), listed.get(details.swIfIndexTo)];
        const direction = (Object.keys(directions) as Direction[]).find((name) => directions[name] === details.state);
        if (from === undefined || to === undefined || direction === undefined) continue;
        yield { key: { interface: from.name, to: to.name, layer }, value: { direction } };
      }
    }
  },
});

async function setMirror({ vpp, handleOf }: TranslatorContext, key: Key, state: SpanState): Promise<void> {
  await vpp.call(SwInterfaceSpanEnableDisable, {
    swIfIndexFrom: handleOf(interfaces.at({ name: key.interface })),
    swIfIndexTo: handleOf(interfaces.at({ name: key.to })),
    state,
    isL2: key.layer === "l2",
  });
}
