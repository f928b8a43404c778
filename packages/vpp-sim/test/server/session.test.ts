import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { compileApi, encodeMessage, type Message, parseApiDescription, tableName } from "vpp-binapi-ts";
import {
  CliInband,
  ControlPing,
  CreateLoopback,
  GetApiJson,
  IpRouteAddDel,
  memclntModule,
  ShowVersion,
  ShowVersionReply,
  SockclntDelete,
  SwInterfaceDump,
  SwInterfaceSetFlags,
  srMplsModule,
  WantInterfaceEvents,
} from "vpp-binapi-ts/api";
import { RawClient } from "../raw-client.js";
import { withSimulator } from "../with-simulator.js";

test("the message table has the core messages first, no holes, and no order", () =>
  withSimulator({}, async (_simulator, client) => {
    const ids = [...client.table.values()];
    assert.deepEqual(
      [...ids].sort((left, right) => left - right),
      ids.map((_, index) => index + 1),
    );
    assert.notDeepEqual(ids, [...ids].sort());
    for (const [index, message] of memclntModule.messages.entries()) {
      assert.equal(client.table.get(tableName(message as Message<unknown>)), index + 1);
    }
  }));

test("client indexes have bit 31, count from 1, and are used again", () =>
  withSimulator({}, async (simulator, client) => {
    assert.equal(client.clientIndex, 0x80000001);
    const second = await RawClient.open(simulator.socketPath);
    assert.equal(second.clientIndex, 0x80000002);
    second.send(SockclntDelete, { index: second.clientIndex });
    await second.ended;
    assert.deepEqual(second.received.at(-1)?.fields, { response: 1 });
    const third = await RawClient.open(simulator.socketPath);
    assert.equal(third.clientIndex, 0x80000002);
    await third.close();
  }));

test("a reply goes to the client whose index stands in the request", () =>
  withSimulator({}, async (simulator, client) => {
    const other = await RawClient.open(simulator.socketPath);
    const id = client.idOf(ControlPing);
    client.write(encodeMessage(ControlPing, { id, clientIndex: other.clientIndex, context: 99 }, {}));
    const [reply] = await Promise.all([other.until(() => other.received.at(0)), client.settle()]);
    assert.equal(reply.context, 99);
    await other.close();
  }));

test("what VPP does not answer is not answered, and the connection lives on", () =>
  withSimulator({}, async (_simulator, client) => {
    const head = (message: Message<object>) => ({
      id: client.idOf(message),
      clientIndex: client.clientIndex,
      context: 1,
    });
    const route = encodeMessage(IpRouteAddDel, head(IpRouteAddDel), { route: { paths: [{}] } });
    const silent: [string, Buffer][] = [
      ["an unknown id", Buffer.from("fde80000000000000001", "hex")],
      ["id 0", Buffer.from("00000000000000000001", "hex")],
      ["nothing at all", Buffer.alloc(0)],
      ["a message without its context", encodeMessage(ControlPing, head(ControlPing), {}).subarray(0, 6)],
      ["client index 0", encodeMessage(ControlPing, { ...head(ControlPing), clientIndex: 0 }, {})],
      ["a reply", encodeMessage(ShowVersionReply, head(ShowVersionReply), {})],
      ["one byte too few", encodeMessage(SwInterfaceSetFlags, head(SwInterfaceSetFlags), {}).subarray(0, 17)],
      [
        "a string longer than the message",
        Buffer.concat([
          encodeMessage(CliInband, head(CliInband), {}).subarray(0, 10),
          Buffer.from("0000006473686f77", "hex"),
        ]),
      ],
      ["a path that is announced and not there", route.subarray(0, route.length - 1)],
    ];
    for (const [what, bytes] of silent) {
      client.write(bytes);
      assert.deepEqual(await client.settle(), [], what);
    }
    const longer = Buffer.concat([encodeMessage(ShowVersion, head(ShowVersion), {}), Buffer.alloc(50)]);
    client.write(longer);
    assert.equal((await client.settle()).length, 1, "bytes too many are no matter");
  }));

test("pipelined requests are answered in their order, and details are not mixed", () =>
  withSimulator({}, async (_simulator, client) => {
    await client.ask(CreateLoopback);
    const contexts: number[] = [];
    for (let index = 0; index < 200; index++) {
      contexts.push(client.send(index % 20 === 5 ? SwInterfaceDump : ShowVersion, {}));
    }
    const received = await client.settle();
    const expected = contexts.flatMap((context, index) => (index % 20 === 5 ? [context, context] : [context]));
    assert.deepEqual(
      received.map((one) => one.context),
      expected,
    );
  }));

test("subscriptions end with the connection", () =>
  withSimulator({}, async (simulator, client) => {
    const listener = await RawClient.open(simulator.socketPath);
    await listener.ask(WantInterfaceEvents, { enableDisable: 1, pid: 7 });
    await client.ask(CreateLoopback);
    const [event] = await listener.settle();
    assert.deepEqual(event?.fields, { pid: 7, swIfIndex: 1, flags: 0, deleted: false });
    await listener.close();
    const successor = await RawClient.open(simulator.socketPath);
    assert.equal(successor.clientIndex, listener.clientIndex);
    await client.ask(CreateLoopback);
    assert.deepEqual(await successor.settle(), []);
    await successor.close();
  }));

test("get_api_json describes every message of the table but those of memclnt and sr_mpls", () =>
  withSimulator({}, async (_simulator, client) => {
    const [{ json }] = (await client.ask(GetApiJson)) as [{ json: string }];
    const described = compileApi(parseApiDescription(JSON.parse(json)));
    const undescribed = [...memclntModule.messages, ...srMplsModule.messages];
    const left = new Set(undescribed.map((message) => tableName(message as Message<unknown>)));
    const missing = [...client.table.keys()].filter((entry) => {
      const message = described.message(entry.slice(0, entry.lastIndexOf("_")));
      return !left.has(entry) && (message === undefined || tableName(message as Message<unknown>) !== entry);
    });
    assert.deepEqual(missing, []);
  }));
