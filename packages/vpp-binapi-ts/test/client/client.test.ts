import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AclDel,
  AclDelReply,
  AclStatsIntfCountersEnable,
  apiModules,
  ClassifyTableInfo,
  CliInband,
  CnatSessionDump,
  ControlPing,
  CreateLoopback,
  FeatureIsEnabled,
  GetApiJson,
  LbAddDelAs,
  LbAsDetails,
  LbAsDump,
  ShowVersion,
  SwInterfaceDetails,
  SwInterfaceDump,
  SwInterfaceEvent,
  SwInterfaceSetFlags,
  SwInterfaceSetMtu,
  SwInterfaceTxPlacementDetails,
  SwInterfaceTxPlacementGet,
} from "../../src/api/index.js";
import {
  connectVpp,
  cursorMessage,
  i32,
  type Message,
  replyMessage,
  toApiJson,
  u32,
  VppApiError,
  VppConnectionLost,
  VppDecodeError,
  VppTimeoutError,
  VppUnknownMessageError,
} from "../../src/index.js";
import { type FakeRequest, FakeVpp, fakePid } from "../support/fake-vpp.js";

/** As VPP 26.06 answers mactime_dump. */
const strayReply = replyMessage({ name: "lb_as_dump_reply", crc: "00000001", fields: [["retval", i32]] });

/** As trace_dump of VPP 26.06 is. */
const PacketsDump = cursorMessage<{ position: number }, { position: number }>({
  name: "packets_dump",
  crc: "00000002",
  details: replyMessage({
    name: "packets_details",
    crc: "00000003",
    head: "clientIndexAndContext",
    fields: [["position", u32]],
  }),
  reply: replyMessage({ name: "packets_dump_reply", crc: "00000004", fields: [["retval", i32]] }),
  fields: [["position", u32]],
});

const allMessages: readonly Message<unknown>[] | undefined = undefined;

async function connected(
  handlers: Record<string, (request: FakeRequest) => void> = {},
  options = {},
  messages: readonly Message<unknown>[] | undefined = allMessages,
) {
  const vpp = await FakeVpp.start(handlers, messages);
  const client = await connectVpp({ socketPath: vpp.socketPath, ...options });
  return { vpp, client };
}

test("the session tells which process VPP is", async () => {
  const { vpp, client } = await connected();
  await using _ = vpp;
  assert.deepEqual(client.identity, { pid: fakePid });
  client.close();
});

test("a call gives the fields of the reply", async () => {
  const { vpp, client } = await connected({
    create_loopback: (request) => request.send(CreateLoopback.reply!, { retval: 0, swIfIndex: 7 }),
  });
  await using _ = vpp;
  assert.deepEqual(await client.call(CreateLoopback), { retval: 0, swIfIndex: 7 });
  client.close();
});

test("a return code becomes a named error that says what was asked", async () => {
  const { vpp, client } = await connected({
    sw_interface_set_mtu: (request) => request.send(SwInterfaceSetMtu.reply!, { retval: -2 }),
    create_loopback: (request) => request.send(CreateLoopback.reply!, { retval: 1 }),
  });
  await using _ = vpp;
  await assert.rejects(client.call(SwInterfaceSetMtu, { swIfIndex: 9 }), (error: VppApiError) => {
    assert.ok(error instanceof VppApiError);
    assert.equal(error.code, -2);
    assert.equal(error.codeName, "INVALID_SW_IF_INDEX");
    assert.equal(error.message, 'sw_interface_set_mtu failed with INVALID_SW_IF_INDEX (-2); request {"swIfIndex":9}');
    return true;
  });
  await assert.rejects(client.call(CreateLoopback), { code: 1, codeName: "UNNAMED" });
  client.close();
});

test("a refusal whose other fields cannot be read is told by its return code", async () => {
  const cut = replyMessage({ name: "cut_reply", crc: "00000005", fields: [["retval", i32]] });
  const { vpp, client } = await connected({
    classify_table_info: (request) => request.send(cut, { retval: -52 }, { as: ClassifyTableInfo.reply! }),
  });
  await using _ = vpp;
  await assert.rejects(client.call(ClassifyTableInfo, { tableId: 3 }), { name: "VppApiError", code: -52 });
  client.close();
});

test("answers in any order reach their own request", async () => {
  const held: FakeRequest[] = [];
  const { vpp, client } = await connected({
    cli_inband: (request) => {
      held.push(request);
      if (held.length < 3) return;
      for (const each of held.reverse()) each.send(CliInband.reply!, { reply: `did ${each.fields.cmd}` });
    },
  });
  await using _ = vpp;
  const replies = await Promise.all(["a", "b", "c"].map((cmd) => client.call(CliInband, { cmd })));
  assert.deepEqual(
    replies.map(({ reply }) => reply),
    ["did a", "did b", "did c"],
  );
  client.close();
});

test("a reply under the id of another message is taken for what was asked", async () => {
  const { vpp, client } = await connected({
    acl_stats_intf_counters_enable: (request) =>
      request.send(AclStatsIntfCountersEnable.reply!, { retval: 0 }, { as: AclDelReply }),
  });
  await using _ = vpp;
  assert.deepEqual(await client.call(AclStatsIntfCountersEnable, { enable: true }), { retval: 0 });
  client.close();
});

test("a reply that has the client index before the context finds its request", async () => {
  const { vpp, client } = await connected({
    feature_is_enabled: (request) => request.send(FeatureIsEnabled.reply!, { retval: 0, isEnabled: true }),
  });
  await using _ = vpp;
  assert.equal((await client.call(FeatureIsEnabled)).isEnabled, true);
  client.close();
});

test("a window keeps the number of open requests down and sends the rest later", async () => {
  const waiting: FakeRequest[] = [];
  let most = 0;
  const { vpp, client } = await connected(
    {
      control_ping: (request) => {
        waiting.push(request);
        most = Math.max(most, waiting.length);
        setImmediate(() => waiting.shift()!.send(ControlPing.reply!, { vpePid: fakePid }));
      },
    },
    { window: 4 },
  );
  await using _ = vpp;
  await Promise.all(Array.from({ length: 50 }, () => client.call(ControlPing)));
  assert.ok(most <= 4, `${most} at once`);
  client.close();
});

test("a dump gives all details and ends with the ping behind it", async () => {
  const { vpp, client } = await connected({
    sw_interface_dump: (request) => {
      for (const swIfIndex of [0, 1, 2])
        request.send(SwInterfaceDetails, { swIfIndex, interfaceName: `loop${swIfIndex}` });
    },
  });
  await using _ = vpp;
  const names = [];
  for await (const { interfaceName } of client.dump(SwInterfaceDump)) names.push(interfaceName);
  assert.deepEqual(names, ["loop0", "loop1", "loop2"]);
  client.close();
});

test("a reply that a dump does not declare is no details", async () => {
  const { vpp, client } = await connected(
    {
      lb_as_dump: (request) => {
        request.send(LbAsDetails, { inUseSince: 7 });
        request.send(LbAddDelAs.reply!, { retval: 0 }, { as: strayReply });
      },
    },
    {},
    [...apiModules.flatMap((module) => module.messages), strayReply],
  );
  await using _ = vpp;
  const seen: number[] = [];
  for await (const { inUseSince } of client.dump(LbAsDump)) seen.push(inUseSince);
  assert.deepEqual(seen, [7]);
  client.close();
});

test("a stream without a cursor is asked once, its details come under an unusual head", async () => {
  const asked: unknown[] = [];
  const { vpp, client } = await connected(
    {
      packets_dump: (request) => {
        asked.push(request.fields);
        for (const position of [3, 4]) request.send(PacketsDump.details, { position });
        request.send(PacketsDump.reply, { retval: 0 });
      },
    },
    {},
    [...apiModules.flatMap((module) => module.messages), PacketsDump, PacketsDump.details, PacketsDump.reply],
  );
  await using _ = vpp;
  const seen: unknown[] = [];
  for await (const { position } of client.dump(PacketsDump, { position: 3 })) seen.push(position);
  assert.deepEqual(seen, [3, 4]);
  assert.deepEqual(asked, [{ position: 3 }]);
  client.close();
});

test("a loop that is slow to take details holds up nothing else", async () => {
  const { vpp, client } = await connected({
    sw_interface_dump: (request) => {
      for (let swIfIndex = 0; swIfIndex < 3000; swIfIndex++) request.send(SwInterfaceDetails, { swIfIndex });
    },
  });
  await using _ = vpp;
  const seen: number[] = [];
  for await (const { swIfIndex } of client.dump(SwInterfaceDump)) {
    seen.push(swIfIndex);
    if (swIfIndex % 1000 !== 0) continue;
    await client.call(ControlPing);
    for await (const inner of client.dump(SwInterfaceDump)) if (inner.swIfIndex === 10) break;
  }
  assert.deepEqual(
    seen,
    Array.from({ length: 3000 }, (_, index) => index),
  );
  client.close();
});

test("details that cannot be decoded end their dump and not the session", async () => {
  const { vpp, client } = await connected({
    sw_interface_dump: (request) => {
      request.send(SwInterfaceDetails, { swIfIndex: 1 });
      request.send(ControlPing.reply!, {}, { as: SwInterfaceDetails });
    },
  });
  await using _ = vpp;
  const seen: number[] = [];
  await assert.rejects(async () => {
    for await (const { swIfIndex } of client.dump(SwInterfaceDump)) seen.push(swIfIndex);
  }, VppDecodeError);
  assert.deepEqual(seen, [1]);
  assert.equal((await client.call(ControlPing)).vpePid, fakePid);
  client.close();
});

test("a dump passes a window of one", async () => {
  const { vpp, client } = await connected({}, { window: 1 });
  await using _ = vpp;
  for await (const _details of client.dump(SwInterfaceDump)) assert.fail("no details were sent");
  client.close();
});

test("a stream with a cursor is asked again until VPP says that it is over", async () => {
  const cursors: unknown[] = [];
  const { vpp, client } = await connected({
    sw_interface_tx_placement_get: (request) => {
      const { cursor } = request.fields as { cursor: number };
      cursors.push(cursor);
      request.send(SwInterfaceTxPlacementDetails, { queueId: cursor });
      const more = cursor < 20;
      request.send(SwInterfaceTxPlacementGet.reply, {
        retval: more ? -165 : 0,
        cursor: more ? cursor + 10 : 0xffffffff,
      });
    },
  });
  await using _ = vpp;
  const queues = [];
  for await (const { queueId } of client.dump(SwInterfaceTxPlacementGet)) queues.push(queueId);
  assert.deepEqual(cursors, [0, 10, 20]);
  assert.deepEqual(queues, [0, 10, 20]);
  client.close();
});

test("a stream with a cursor that VPP refuses throws the return code", async () => {
  const { vpp, client } = await connected({
    sw_interface_tx_placement_get: (request) =>
      request.send(SwInterfaceTxPlacementGet.reply, { retval: -6, cursor: 0 }),
  });
  await using _ = vpp;
  await assert.rejects(
    async () => {
      for await (const _details of client.dump(SwInterfaceTxPlacementGet)) assert.fail("no details were sent");
    },
    { code: -6, codeName: "NO_SUCH_ENTRY" },
  );
  client.close();
});

test("events reach listeners and loops, and not the requests that wait", async () => {
  const { vpp, client } = await connected();
  await using _ = vpp;
  const heard: number[] = [];
  const off = client.on(SwInterfaceEvent, ({ swIfIndex }) => heard.push(swIfIndex));
  const events = client.events(SwInterfaceEvent);
  vpp.broadcast(SwInterfaceEvent, { pid: 1, swIfIndex: 3, deleted: true });
  vpp.broadcast(SwInterfaceEvent, { pid: 1, swIfIndex: 4 });
  const seen = [];
  for await (const { swIfIndex, deleted } of events) {
    seen.push([swIfIndex, deleted]);
    if (seen.length === 2) break;
  }
  off();
  assert.deepEqual(seen, [
    [3, true],
    [4, false],
  ]);
  assert.deepEqual(heard, [3, 4]);
  client.close();
});

test("silence becomes a timeout, and the answer that comes later disturbs nobody", async () => {
  let late: FakeRequest | undefined;
  const { vpp, client } = await connected({
    create_loopback: (request) => {
      if (late === undefined) late = request;
      else {
        late.send(CreateLoopback.reply!, { retval: 0, swIfIndex: 1 });
        request.send(CreateLoopback.reply!, { retval: 0, swIfIndex: 2 });
      }
    },
  });
  await using _ = vpp;
  await assert.rejects(client.call(CreateLoopback, {}, { timeoutMs: 1 }), VppTimeoutError);
  assert.equal((await client.call(CreateLoopback)).swIfIndex, 2);
  assert.equal(client.lateReplies, 1);
  client.close();
});

test("a signal ends the waiting with its own reason", async () => {
  const { vpp, client } = await connected({ create_loopback: () => {} });
  await using _ = vpp;
  const stop = new AbortController();
  const call = client.call(CreateLoopback, {}, { signal: stop.signal });
  stop.abort(new Error("not needed any more"));
  await assert.rejects(call, /not needed any more/);
  client.close();
});

test("what VPP does not have is told apart from what it has in another version", async () => {
  const otherVersion = { ...CreateLoopback, crc: "00000001" };
  const messages = [ControlPing, ControlPing.reply!, ShowVersion, otherVersion];
  const { SockclntCreate } = await import("../../src/api/index.js");
  const vpp = await FakeVpp.start({}, [SockclntCreate, SockclntCreate.reply!, ...messages]);
  await using _ = vpp;
  const client = await connectVpp({ socketPath: vpp.socketPath });
  assert.equal(client.supports(ShowVersion), true);
  assert.equal(client.supports(CnatSessionDump), false);
  await assert.rejects(client.call(AclDel), (error: VppUnknownMessageError) => error.kind === "missing");
  await assert.rejects(client.call(CreateLoopback), (error: VppUnknownMessageError) => {
    assert.equal(error.kind, "incompatible");
    assert.match(error.message, /00000001.*42bb5d22/);
    return true;
  });
  client.close();
});

test("a field that does not exist is refused by name and nothing is sent", async () => {
  const { vpp, client } = await connected();
  await using _ = vpp;
  const wrong = { swIfIndex: 1, flag: 1 } as { swIfIndex: number };
  await assert.rejects(client.call(SwInterfaceSetFlags, wrong), {
    message: "sw_interface_set_flags.flag: no such field",
  });
  assert.equal((await client.call(ControlPing)).vpePid, fakePid);
  client.close();
});

test("a lost connection fails what waits, in flight or queued, and what is asked later", async () => {
  const { vpp, client } = await connected({ create_loopback: (request) => request.drop() }, { window: 1 });
  await using _ = vpp;
  const outcomes = await Promise.allSettled([client.call(CreateLoopback), client.call(ControlPing)]);
  for (const outcome of outcomes) {
    assert.ok(outcome.status === "rejected" && outcome.reason instanceof VppConnectionLost);
  }
  assert.ok((await client.ended) instanceof VppConnectionLost);
  await assert.rejects(client.call(ControlPing), VppConnectionLost);
});

test("connecting to nothing says where", async () => {
  await assert.rejects(connectVpp({ socketPath: "/nonexistent/api.sock" }), (error: Error) => {
    assert.ok(error instanceof VppConnectionLost);
    assert.match(error.message, /\/nonexistent\/api\.sock/);
    return true;
  });
});

test("a trace sees every message with its direction", async () => {
  const seen: string[] = [];
  const trace = ({ direction, name }: { direction: string; name: string }) => seen.push(`${direction} ${name}`);
  const { vpp, client } = await connected({}, { trace });
  await using _ = vpp;
  await client.call(ControlPing);
  assert.deepEqual(seen, ["sent control_ping", "received control_ping_reply"]);
  client.close();
});

test("an event that is cut short is dropped and the session goes on", async () => {
  const seen: string[] = [];
  const trace = ({ direction, name }: { direction: string; name: string }) => seen.push(`${direction} ${name}`);
  const { vpp, client } = await connected({}, { trace });
  await using _ = vpp;
  client.on(SwInterfaceEvent, () => assert.fail("there is nothing to hear"));
  vpp.broadcast(ControlPing.reply!, {}, { as: SwInterfaceEvent, cutTo: 8 });
  await client.call(ControlPing);
  assert.ok(seen.includes("damaged sw_interface_event"), seen.join());
  client.close();
});

test("any message is found by name in what VPP says about itself, also what VPP leaves out there", async () => {
  const described = toApiJson(apiModules.filter(({ name }) => name !== "memclnt"));
  const { vpp, client } = await connected({
    get_api_json: (request) => request.send(GetApiJson.reply!, { json: JSON.stringify(described) }),
    sw_interface_dump: (request) => request.send(SwInterfaceDetails, { swIfIndex: 5 }),
  });
  await using _ = vpp;
  const dump = await client.messageByName("sw_interface_dump");
  assert.ok(dump.kind === "dump");
  for await (const { swIfIndex } of client.dump(dump)) assert.equal(swIfIndex, 5);
  const ping = await client.messageByName("control_ping");
  assert.ok(ping.kind === "request");
  assert.equal((await client.call(ping)).vpePid, fakePid);
  await assert.rejects(client.messageByName("no_such_message"), VppUnknownMessageError);
  client.close();
});
