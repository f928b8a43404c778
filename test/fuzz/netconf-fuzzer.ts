/** Nearly right rpcs over real SSH. Each has to be answered by one message, or by the end of the session. */

import { openNetconfClient } from "../support/netconf-session.js";
import type { ServerProcess } from "../support/server-process.js";
import { mutate, pick, type Random } from "./mutate.js";
import { within } from "./within.js";

const base = "urn:ietf:params:xml:ns:netconf:base:1.0";
const nmda = "urn:ietf:params:xml:ns:yang:ietf-netconf-nmda";
const interfaces = (content: string) =>
  `<interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">${content}</interfaces>`;
const loopback = `<interface><name>loop1</name><type xmlns:i="urn:ietf:params:xml:ns:yang:iana-if-type">i:softwareLoopback</type></interface>`;

const operations = [
  "<get/>",
  `<get><filter type="subtree">${interfaces("<interface><name>loop1</name></interface>")}</filter></get>`,
  `<get-config><source><running/></source></get-config>`,
  `<get-config><source><running/></source><filter type="xpath" xmlns:if="urn:ietf:params:xml:ns:yang:ietf-interfaces" select="/if:interfaces/if:interface[if:name='loop1']"/></get-config>`,
  `<edit-config><target><candidate/></target><default-operation>merge</default-operation><error-option>rollback-on-error</error-option><config>${interfaces(loopback)}</config></edit-config>`,
  `<edit-config><target><running/></target><config>${interfaces(`<interface xmlns:nc="${base}" nc:operation="remove"><name>loop1</name></interface>`)}</config></edit-config>`,
  "<commit/>",
  "<commit><confirmed/><confirm-timeout>1</confirm-timeout><persist>p</persist></commit>",
  "<cancel-commit><persist-id>p</persist-id></cancel-commit>",
  "<discard-changes/>",
  "<validate><source><candidate/></source></validate>",
  "<lock><target><candidate/></target></lock>",
  "<unlock><target><candidate/></target></unlock>",
  "<copy-config><target><startup/></target><source><running/></source></copy-config>",
  `<get-data xmlns="${nmda}" xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores"><datastore>ds:operational</datastore><max-depth>3</max-depth><with-origin/></get-data>`,
  `<get-schema xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring"><identifier>ietf-interfaces</identifier></get-schema>`,
  `<create-subscription xmlns="urn:ietf:params:xml:ns:netconf:notification:1.0"><stream>NETCONF</stream></create-subscription>`,
  `<partial-lock xmlns="urn:ietf:params:xml:ns:netconf:partial-lock:1.0" xmlns:if="urn:ietf:params:xml:ns:yang:ietf-interfaces"><select>/if:interfaces</select></partial-lock>`,
];
const rpcs = operations.map((operation) => `<rpc message-id="1" xmlns="${base}">${operation}</rpc>`);

/** One session with some requests. Throws when an answer is missing or is no answer. */
export async function fuzzNetconf(server: ServerProcess, random: Random): Promise<void> {
  const { client, close } = await openNetconfClient(server, "admin");
  try {
    await client.hello();
    for (let count = 1 + random(20); count > 0; count--) {
      const request = mutate(pick(rpcs, random), rpcs, random);
      client.send(request);
      const answer = await within(client.message().catch(ended), request);
      if (answer === undefined) return;
      if (!/<(?:rpc-reply|notification)[\s>]/.test(answer)) throw new Error(`${request}\nwas answered with\n${answer}`);
    }
  } finally {
    close();
  }
}

/** The server may end the session instead. */
function ended(): undefined {
  return undefined;
}
