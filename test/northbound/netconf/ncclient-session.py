"""A session of ncclient, step by step: python3 ncclient-session.py HOST PORT KEYFILE. Prints "done" at the end."""

import sys
import time

from ncclient import manager
from ncclient.operations.rpc import RPCError
from ncclient.xml_ import to_ele

host, port, key_file = sys.argv[1], int(sys.argv[2]), sys.argv[3]
INTERFACES = "urn:ietf:params:xml:ns:yang:ietf-interfaces"


def connect():
    return manager.connect(
        host=host, port=port, username="admin", key_filename=key_file,
        hostkey_verify=False, allow_agent=False, look_for_keys=False, timeout=20,
    )


def expect_error(tag, call):
    try:
        call()
    except RPCError as error:
        assert error.tag == tag, (error.tag, error.message)
        return error
    raise AssertionError("no error where %s was expected" % tag)


with connect() as session:
    assert ":candidate" in session.server_capabilities

    everything = session.get_config(source="running").data_xml
    assert "eth0" in everything, everything

    keep_alive = session.get_config(source="running", filter='<filter type="subtree"/>').data_xml
    assert "eth0" not in keep_alive, keep_alive

    config = '<config><interfaces xmlns="%s"><interface><name>eth1</name></interface></interfaces></config>' % INTERFACES
    with session.locked("candidate"):
        session.edit_config(target="candidate", config=config, default_operation="merge", error_option="rollback-on-error")
        session.validate(source="candidate")
        session.commit(confirmed=True, timeout="30")
        session.commit()
    session.discard_changes()

    schema = session.get_schema("odd").data
    assert 'must "a < b"' in schema, schema

    refused = expect_error("operation-not-supported", lambda: session.delete_config(target="startup"))
    assert "if:interface[if:name='eth0']" in refused.path, refused.path

    long_reply = session.dispatch(to_ele('<make-toast xmlns="urn:example:odd"/>')).xml
    assert long_reply.count("<slice") == 20000, long_reply.count("<slice")

    victim = connect()
    session.kill_session(victim.session_id)
    while victim.connected:
        time.sleep(0.01)

print("done")
