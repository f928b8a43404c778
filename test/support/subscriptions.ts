/** Words of Python for subscriptions of RFC 8639 and RFC 8641, behind the prelude of `ncclientAnswer`. */

import { ncclientAnswer } from "./clients.js";
import type { ServerProcess } from "./server-process.js";

const words = `
SN, YP = "urn:ietf:params:xml:ns:yang:ietf-subscribed-notifications", "urn:ietf:params:xml:ns:yang:ietf-yang-push"
SPACES = ('xmlns="' + SN + '" xmlns:yp="' + YP + '" xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores" '
    'xmlns:lab="urn:example:lab" xmlns:if="urn:ietf:params:xml:ns:yang:ietf-interfaces" xmlns:sn="' + SN + '"')
def subscription_rpc(name, body, session=None):
    return rpc('<' + name + ' ' + SPACES + '>' + body + '</' + name + '>', session)
def establish(body, session=None):
    "Number of the new subscription."
    return int(etree.fromstring(subscription_rpc("establish-subscription", body, session).encode()).findtext("{" + SN + "}id"))
def push(trigger, datastore="running", filter=""):
    return '<yp:datastore>ds:' + datastore + '</yp:datastore>' + filter + trigger
def watch(trigger="<yp:on-change><yp:sync-on-start>false</yp:sync-on-start></yp:on-change>", path="/lab:lab", session=None, datastore="running"):
    return establish(push(trigger, datastore, '<yp:datastore-xpath-filter>' + path + '</yp:datastore-xpath-filter>'), session)
def resync(id, session=None):
    return rpc('<resync-subscription xmlns="' + YP + '"><id>' + str(id) + '</id></resync-subscription>', session)
def heard(wanted="", session=None):
    "The next notification with the wanted text."
    while True:
        notification = (session or m).take_notification(timeout=20)
        if notification is None: raise SystemExit("no notification came with " + wanted)
        if wanted in notification.notification_xml: return notification.notification_xml
def heard_until(wanted, session=None):
    "All notifications, to the first with the wanted text."
    texts = []
    while not texts or wanted not in texts[-1]: texts.append(heard("", session))
    return texts
def edit(inner, attributes=""):
    m.edit_config(target="running", config=lab(inner, attributes))
def edits(notification):
    "Operation and target of each edit of a push-change-update, with the text of its value."
    root = etree.fromstring(notification.encode())
    def text(edit, name): return edit.findtext("{" + YP + "}" + name)
    def value(edit):
        found = edit.find("{" + YP + "}value")
        return None if found is None else "".join(found.itertext())
    return [[text(edit, "operation"), text(edit, "target"), value(edit)] for edit in root.iter("{" + YP + "}edit")]
def subscriptions_now(session=None):
    "Number, sent, excluded and state of each subscription."
    reply = (session or m).get(filter=("subtree", '<subscriptions xmlns="' + SN + '"/>')).data_xml
    found = []
    for one in etree.fromstring(reply.encode()).iter("{" + SN + "}subscription"):
        receiver = next(one.iter("{" + SN + "}receiver"))
        found.append([one.findtext("{" + SN + "}id")] + [receiver.findtext("{" + SN + "}" + name) for name in ["sent-event-records", "excluded-event-records", "state"]])
    return found
`;

export function subscriptionAnswer<Value>(server: ServerProcess, script: string): Promise<Value> {
  return ncclientAnswer<Value>(server, words + script);
}
