import assert from "node:assert/strict";
import { test } from "node:test";
import type { Session } from "../../src/operations/management.js";
import { createManagementBed, type ManagementBed } from "../support/management-bed.js";

const ENTRIES = 5000;

/** Many new interfaces in the candidate. */
async function addInterfaces({ netconf }: ManagementBed, session: Session): Promise<void> {
  const type = '<type xmlns:t="urn:ietf:params:xml:ns:yang:iana-if-type">t:other</type>';
  const entries = Array.from({ length: ENTRIES }, (_, index) => `<interface><name>i${index}</name>${type}</interface>`);
  const interfaces = `<interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">${entries.join("")}</interfaces>`;
  const edit = `<edit-config><target><candidate/></target><config>${interfaces}</config></edit-config>`;
  assert.equal(await netconf(session, edit), "ok");
}

/** A reading that has only begun, and what it has to give. */
async function beginReading({ management, read }: ManagementBed, session: Session, source: "candidate" | "running") {
  const expected = await read(source);
  const answer = await management.execute(session, { kind: "get-config", source, format: "json" });
  assert.ok(answer.kind === "data");
  const chunks = answer.chunks[Symbol.asyncIterator]();
  const first = await chunks.next();
  return { expected, chunks, first: first.value as Uint8Array };
}

async function toTheEnd(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array[]> {
  const rest: Uint8Array[] = [];
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) rest.push(next.value);
  return rest;
}

test("an answer from the candidate goes on with what it began with when the candidate is discarded meanwhile", async () => {
  const bed = await createManagementBed();
  try {
    const session = bed.openSession();
    await addInterfaces(bed, session);
    const { expected, chunks, first } = await beginReading(bed, session, "candidate");
    assert.equal(await bed.netconf(session, "<discard-changes/>"), "ok");
    assert.equal(Buffer.concat([first, ...(await toTheEnd(chunks))]).toString(), expected);
    assert.ok(!(await bed.read("candidate")).includes("i4999"));
  } finally {
    await bed.close();
  }
});

test("an answer from running goes on with what it began with when a commit comes, in chunks that share no memory", async () => {
  const bed = await createManagementBed();
  try {
    const session = bed.openSession();
    await addInterfaces(bed, session);
    assert.equal(await bed.netconf(session, "<commit/>"), "ok");
    const { expected, chunks, first } = await beginReading(bed, session, "running");
    assert.equal(await bed.netconf(session, deleteInterface("i4999")), "ok");
    assert.equal(await bed.netconf(session, "<commit/>"), "ok");
    const rest = await toTheEnd(chunks);
    assert.equal(Buffer.concat([first, ...rest]).toString(), expected);
    // Handing a chunk to another thread copies all of the memory that it is part of.
    for (const chunk of rest) assert.equal(chunk.buffer.byteLength, chunk.byteLength);
    assert.ok(rest.length > 1);
    assert.ok(!(await bed.read("running")).includes("i4999"));
  } finally {
    await bed.close();
  }
});

function deleteInterface(name: string): string {
  const entry = `<interface xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0" nc:operation="delete"><name>${name}</name></interface>`;
  const interfaces = `<interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">${entry}</interfaces>`;
  return `<edit-config><target><candidate/></target><config>${interfaces}</config></edit-config>`;
}
