/** What the data plane cannot serve as the cluster has it, as troubles of the objects: out of the server's state and notifications. */

import type { Kind, ObjectKey } from "../objects.js";
import type { Trouble } from "../trouble.js";

type Json = Readonly<Record<string, unknown>>;

interface Told {
  readonly reason: string;
  readonly text: string;
}

/** Names in the data and notifications of the modules. */
interface Source {
  readonly kind: Kind;
  readonly notification: string;
  readonly state: string;
  /** The list in `state`. */
  readonly list: string;
}

const SOURCES: readonly Source[] = [
  {
    kind: "Service",
    notification: "sweetcomb-service-proxy:service-trouble",
    state: "sweetcomb-service-proxy:service-proxy-state",
    list: "service",
  },
  {
    kind: "Pod",
    notification: "sweetcomb-network-policy:policy-trouble",
    state: "sweetcomb-network-policy:network-policy-state",
    list: "pod",
  },
  { kind: "Pod", notification: "sweetcomb-pod:pod-trouble", state: "sweetcomb-pod:pods-state", list: "pod" },
];

/** Top-level data of the state. */
export const STATES: readonly string[] = SOURCES.map(({ state }) => state);

/** Services without endpoints, and pods that have no address yet, are everyday. */
const NOT_WORTH_AN_EVENT = ["no-endpoint", "no-address"];

/** As list entries and notifications have it. */
interface Content {
  readonly namespace?: string;
  readonly name?: string;
  readonly trouble?: readonly Told[];
  readonly frontend?: readonly Frontend[];
}

interface Frontend {
  readonly address: string;
  readonly protocol: string;
  readonly port: number;
  readonly trouble?: readonly Told[];
}

/** What is wrong with one object. */
interface Wrong {
  readonly of: Trouble["of"];
  readonly told: readonly Told[];
}

export class DerivedTroubles {
  /** By source and object. */
  readonly #told = new Map<string, Wrong>();

  /** @param passedOver reasons of which nothing is told */
  constructor(readonly passedOver: readonly string[] = NOT_WORTH_AN_EVENT) {}

  all(): readonly Trouble[] {
    return [...this.#told.values()].flatMap(({ of, told }) => told.map(({ text }) => troubleOf(of, text)));
  }

  /** One trouble for each object and reason: a service has many frontends, and what ails one often ails all. */
  summary(): readonly Trouble[] {
    return [...this.#told.values()].flatMap(({ of, told }) =>
      [...new Set(told.map(({ reason }) => reason))].map((reason) => troubleOf(of, summed(reason, told))),
    );
  }

  /** @param name of the notification, with its module. Others are passed over */
  notified(name: string, content: Json): void {
    const source = SOURCES.find(({ notification }) => notification === name);
    if (source !== undefined) this.#set(source, content as Content);
  }

  /** All that is wrong, in place of what was. @param document RFC 7951, with those of STATES that there are */
  stateIs(document: Json): void {
    this.#told.clear();
    for (const source of SOURCES) {
      const lists = (document[source.state] ?? {}) as Readonly<Record<string, readonly Content[] | undefined>>;
      for (const content of lists[source.list] ?? []) this.#set(source, content);
    }
  }

  #set({ kind, notification }: Source, content: Content): void {
    const key: ObjectKey = `${content.namespace}/${content.name}`;
    const worth = toldIn(content).filter(({ reason }) => !this.passedOver.includes(reason));
    if (worth.length === 0) this.#told.delete(`${notification} ${key}`);
    else this.#told.set(`${notification} ${key}`, { of: { kind, key }, told: worth });
  }
}

function troubleOf(of: Trouble["of"], message: string): Trouble {
  return { of, reason: "NotExpressible", message };
}

function summed(reason: string, told: readonly Told[]): string {
  const [first, ...others] = told.filter((one) => one.reason === reason);
  const more = others.length === 0 ? "" : ` (and ${others.length} more of this kind)`;
  return `${first!.text}${more}`;
}

/** Those of frontends are named by address and port, as the notification does. */
function toldIn({ trouble = [], frontend = [] }: Content): readonly Told[] {
  const ofFrontends = frontend.flatMap(({ address, protocol, port, trouble: own = [] }) =>
    own.map(({ reason, text }) => ({ reason, text: `${address} ${protocol} ${port}: ${text}` })),
  );
  return [...trouble, ...ofFrontends];
}
