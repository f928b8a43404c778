// Random edits of the modules site and site-power.
import type { Random } from "./random.js";
import { distinct, insert, leaf, operation, some } from "./random-edit.js";

const namespace = "urn:sweetcomb:test:site";
const powerNamespace = "urn:sweetcomb:test:site-power";

export function randomSiteEdit(random: Random): string {
  const racks = random.chance(0.8) ? distinct(1 + random.below(3), () => rack(random)) : "";
  const ofPolicy = random.chance(0.35) ? policy(random) : "";
  const contacts = random.chance(0.35) ? distinct(1 + random.below(2), () => contact(random)) : "";
  return `<site xmlns="${namespace}">${racks}${ofPolicy}</site>${contacts}`;
}

/** A valid tree of racks with one slot each, and three contacts. */
export function initialSite(): string {
  const racks = [0, 1, 2, 3].map(
    (row) => `<rack><row>${row}</row><column>0</column><slot><position>1</position></slot></rack>`,
  );
  const contacts = ["al", "bo", "cy"].map((name) => `<contact xmlns="${namespace}"><name>${name}</name></contact>`);
  return `<site xmlns="${namespace}">${racks.join("")}</site>${contacts.join("")}`;
}

function rack(random: Random): { key: string; xml: string } {
  const [row, column] = [random.below(5), random.below(2)];
  const attribute = operation(random, 0.25);
  const keys = `<row>${row}</row><column>${column}</column>`;
  const parts = [
    () => leaf(random, "height", ["10", "42", "44"]),
    () => spare(random),
    () => distinct(1 + random.below(3), () => slot(random)),
    () => power(random),
  ];
  const content = /delete|remove/.test(attribute) ? "" : some(random, parts, 1 + random.below(3));
  return { key: `${row} ${column}`, xml: `<rack${attribute}>${keys}${content}</rack>` };
}

function spare(random: Random): string {
  return leaf(random, "spare-row", ["0", "1", "4"]) + leaf(random, "spare-column", ["0", "1"]);
}

function slot(random: Random): { key: string; xml: string } {
  const key = String(random.below(5));
  const where = insert(random, "key", () => `[position='${random.below(5)}']`);
  const backup = random.chance(0.3) ? leaf(random, "backup", ["0", "1", "2"]) : "";
  const ofCard = random.chance(0.6) ? card(random) : "";
  return { key, xml: `<slot${where}${operation(random)}><position>${key}</position>${ofCard}${backup}</slot>` };
}

function card(random: Random): string {
  const media = ["t:copper", "t:fibre"].map((medium) => medium);
  const parts = [
    () => leaf(random, "serial", ["s1", "s2", "s3"]),
    () => leaf(random, "medium", media).replace("<medium", `<medium xmlns:t="${namespace}"`),
    () => leaf(random, "speed", ["100", "400"]),
    () => leaf(random, "draw", ["1.5", "0.0"]).replace("<draw", `<draw xmlns="${powerNamespace}"`),
  ];
  return `<card${operation(random, 0.1)}>${some(random, parts, 1 + random.below(3))}</card>`;
}

function power(random: Random): string {
  const budget = random.chance(0.5) ? leaf(random, "budget", ["100", "300", "500"]) : "";
  const feeds = distinct(random.below(4), () => {
    const key = random.pick(["a", "b", "c"]);
    const load = random.chance(0.8) ? leaf(random, "load", ["50", "200", "400"]) : "";
    return { key, xml: `<feed${operation(random)}><id>${key}</id>${load}</feed>` };
  });
  return `<power xmlns="${powerNamespace}"${operation(random, 0.1)}>${budget}${feeds}</power>`;
}

function policy(random: Random): string {
  const target = `/t:site/t:rack[t:row='${random.below(5)}'][t:column='0']`;
  const parts = [
    () => (random.chance(0.3) ? `<open nc:operation="remove"/>` : "<open/>"),
    () => `<guarded${operation(random, 0.2)}>${random.chance(0.7) ? leaf(random, "guard", ["gus"]) : ""}</guarded>`,
    () => keyholder(random),
    () => leaf(random, "target", [target, `${target}/t:height`]).replace("<target", `<target xmlns:t="${namespace}"`),
    () => leaf(random, "owner", ["al", "bo", "cy", "nobody"]),
    () => `<notes${operation(random, 0.2)}><text xmlns="urn:other">${random.below(3)}</text></notes>`,
  ];
  return `<policy${operation(random, 0.05)}>${some(random, parts, 1 + random.below(2))}</policy>`;
}

function keyholder(random: Random): string {
  const where = insert(random, "value", () => random.pick(["kim", "lee"]));
  return `<keyholder${where}${operation(random)}>${random.pick(["kim", "lee", "max"])}</keyholder>`;
}

function contact(random: Random): { key: string; xml: string } {
  const key = random.pick(["al", "bo", "cy", "di"]);
  const where = insert(random, "key", () => `[name='${random.pick(["al", "bo", "cy"])}']`);
  const role = random.chance(0.5) ? leaf(random, "role", ["owner", "guest"]) : "";
  const phone = random.chance(0.4) ? leaf(random, "phone", ["1", "22"]) : "";
  return {
    key,
    xml: `<contact xmlns="${namespace}"${where}${operation(random)}><name>${key}</name>${role}${phone}</contact>`,
  };
}
