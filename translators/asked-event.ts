import type { Input, RequestMessage } from "vpp-binapi-ts";
import { type AnyTranslator, defineTranslator, type TranslatorContext } from "../src/southbound/translator.js";
import { toleratedIs } from "./vpp-answers.js";

type Value = Readonly<Record<string, boolean>>;

export interface AskedEvent<Request> {
  /** Name of the translator. */
  readonly name: string;
  /** Schema path of the container with the leaf. */
  readonly path: string;
  /** The leaf, a boolean, that says whether VPP is asked for the event. */
  readonly leaf: string;
  readonly want: RequestMessage<Request, unknown>;
  /** The fields with which VPP is asked, and those with which it is told to stop. */
  wantFields(isWanted: boolean): Input<Request>;
}

/**
 * An event that VPP is asked for by configuration, because it costs something. VPP sends it to the connection that asked, and does
 * not tell who did: what another connection asked for, before the server was started again, counts for nothing.
 */
export function defineAskedEvent<Request>(event: AskedEvent<Request>): AnyTranslator {
  const { name, path, leaf, want } = event;
  const ask = async (context: TranslatorContext, isWanted: boolean) => {
    // A resync on the same connection does not know what was asked before it.
    await toleratedIs("INVALID_REGISTRATION", context.vpp.call(want, event.wantFields(isWanted)));
    (await answers(context, name)).isAsked = isWanted;
  };
  return defineTranslator<Record<never, string>, Value>({
    name,
    path,
    keys: {},
    leafs: [leaf],
    when: (value) => value[leaf] === true,
    messages: [want],
    create: (context) => ask(context, true),
    update: "recreate",
    delete: (context) => ask(context, false),
    async *dump(context) {
      if ((await answers(context, name)).isAsked) yield { key: {}, value: { [leaf]: true } };
    },
  });
}

/** What this connection has asked for. */
function answers({ once }: TranslatorContext, name: string): Promise<{ isAsked: boolean }> {
  return once(`asked for ${name}`, async () => ({ isAsked: false }));
}
