"""What a test host does in its network namespace, asked by test/packets/host.ts: one JSON object a line in, one a line out.

Questions have "id", "do" and what that takes; answers have the id with "result" or "error". Only Python's own library is used.
"""

import ctypes
import fcntl
import json
import os
import socket
import struct
import sys
import threading
import time

DEVICE = "eth0"
ALL_PROTOCOLS = 3
OUTGOING = 4  # PACKET_OUTGOING: what this host sent itself
SIOCETHTOOL = 0x8946
SIOCGIFADDR = 0x8915
IP_ADD_SOURCE_MEMBERSHIP = 39
ETHTOOL_STXCSUM = 0x17
PATIENCE = 15.0
AGAIN_AFTER = 0.3

frames = []
connections = []
lock = threading.Lock()


def capture():
    """Keeps every frame that arrives from now on."""
    taken = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ALL_PROTOCOLS))
    taken.bind((DEVICE, ALL_PROTOCOLS))

    def run():
        while True:
            frame, address = taken.recvfrom(65536)
            if address[2] != OUTGOING:
                frames.append(frame.hex())

    threading.Thread(target=run, daemon=True).start()


def opened(kind, to, address="", port=0):
    """A socket of the family of `to`."""
    made = socket.socket(socket.AF_INET6 if ":" in to else socket.AF_INET, kind)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((address, port))
    return made


def serve(name, port, address=""):
    """Answers each datagram with the host's name and the sender that it saw."""
    server = opened(socket.SOCK_DGRAM, address, address, port)

    def run():
        while True:
            _, sender = server.recvfrom(65536)
            server.sendto(f"{name} saw {sender[0]} {sender[1]}".encode(), sender)

    threading.Thread(target=run, daemon=True).start()


def ask(to, port, source_port=0, patience=PATIENCE):
    """Sends a datagram again and again until it is answered: VPP drops the first one while it looks for a neighbour."""
    client = opened(socket.SOCK_DGRAM, to, "", source_port)
    client.settimeout(AGAIN_AFTER)
    give_up = time.monotonic() + patience
    with client:
        while time.monotonic() < give_up:
            try:
                client.sendto(b"who sees me?", (to, port))
                answer, sender = client.recvfrom(65536)
            except OSError:
                continue
            if sender[0] == to and sender[1] == port:
                return answer.decode()
    raise TimeoutError(f"no answer from {to} port {port}")


def flood(to, port):
    """Sends datagrams until the host ends. One that Linux does not take is left out."""
    client = opened(socket.SOCK_DGRAM, to)

    def run():
        while True:
            try:
                client.sendto(b"again", (to, port))
            except OSError:
                pass
            time.sleep(0.0001)

    threading.Thread(target=run, daemon=True).start()


def serve_octets(port, count):
    """Sends so many octets to each that connects with TCP."""
    server = opened(socket.SOCK_STREAM, "", "", port)
    server.listen()

    def run():
        while True:
            connection, _ = server.accept()
            with connection:
                connection.sendall(bytes(range(250)) * (count // 250))

    threading.Thread(target=run, daemon=True).start()


def fetch_octets(to, port):
    """What a TCP server sends until it closes: how many octets came, and whether each is what serve_octets sends."""
    with opened(socket.SOCK_STREAM, to) as client:
        client.settimeout(PATIENCE)
        client.connect((to, port))
        got = b"".join(iter(lambda: client.recv(65536), b""))
    return {"count": len(got), "intact": got == bytes(range(250)) * (len(got) // 250)}


def serve_lines(name, port, delay=0):
    """Answers each line of each TCP connection, so many seconds later, with the host's name and the client that it sees."""
    server = opened(socket.SOCK_STREAM, "", "", port)
    server.listen(64)

    def talk(connection, client):
        with connection, connection.makefile("rwb", buffering=0) as lines:
            for _ in lines:
                time.sleep(delay)
                lines.write(f"{name} saw {client[0]} {client[1]}\n".encode())

    def run():
        while True:
            threading.Thread(target=talk, args=server.accept(), daemon=True).start()

    threading.Thread(target=run, daemon=True).start()


def connect(to, port, patience=PATIENCE):
    """Connects with TCP and keeps the connection. Its number is the answer."""
    connection = opened(socket.SOCK_STREAM, to)
    connection.settimeout(patience)
    connection.connect((to, port))
    connections.append(connection)
    return len(connections) - 1


def say(connection, patience=PATIENCE):
    """Sends a line over a connection and answers the line that comes back."""
    connections[connection].settimeout(patience)
    connections[connection].sendall(b"who sees me?\n")
    return connections[connection].recv(65536).decode().rstrip()


def serve_dhcp(address, mask, router, server):
    """Gives every DHCP client the same lease (RFC 2131 4.3): DISCOVER is answered with OFFER, REQUEST with ACK."""
    listening = opened(socket.SOCK_DGRAM, "", "", 67)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, DEVICE.encode())

    def option(code, octets):
        return bytes([code, len(octets)]) + octets

    def run():
        while True:
            request, _ = listening.recvfrom(65536)
            kind = 2 if bytes([53, 1, 1]) in request else 5
            given, own = socket.inet_aton(address), socket.inet_aton(server)
            head = bytes([2, 1, 6, 0]) + request[4:12] + bytes(4) + given + own + bytes(4) + request[28:44] + bytes(192)
            options = option(53, bytes([kind])) + option(54, own) + option(51, struct.pack("!I", 3600))
            options += option(1, socket.inet_aton(mask)) + option(3, socket.inet_aton(router)) + option(6, own)
            listening.sendto(head + request[236:240] + options + b"\xff", ("255.255.255.255", 68))

    threading.Thread(target=run, daemon=True).start()


def send(to, port, source_ports, text=""):
    """One datagram from each of the ports."""
    for source_port in source_ports:
        with opened(socket.SOCK_DGRAM, to, "", source_port) as client:
            client.sendto(text.encode(), (to, port))


def ping(to):
    """Echo requests until one of them is answered."""
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as pinging:
        pinging.settimeout(AGAIN_AFTER)
        request = struct.pack("!BBHHH", 8, 0, 0, os.getpid() & 0xFFFF, 1) + b"sweetcomb"
        request = request[:2] + struct.pack("!H", checksum(request)) + request[4:]
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            try:
                pinging.sendto(request, (to, 0))
                while True:
                    packet, sender = pinging.recvfrom(65536)
                    if sender[0] == to and packet[20] == 0 and packet[24:26] == request[4:6]:
                        return
            except OSError:
                continue
    raise TimeoutError(f"no echo from {to}")


def checksum(octets):
    total = sum(struct.unpack(f"!{(len(octets) + 1) // 2}H", octets + b"\0" * (len(octets) % 2)))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def send_packet(packet):
    """Sends an IPv4 packet, header and all, as Linux routes it."""
    octets = bytes.fromhex(packet)
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW) as raw:
        raw.sendto(octets, (socket.inet_ntoa(octets[16:20]), 0))


def join(group, source=""):
    """Is a member of a group until the host ends: Linux reports that (IGMP version 3), for one source if it is given."""
    member = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    own, wanted = socket.inet_aton(own_address()), socket.inet_aton(group)
    if source == "":
        member.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, wanted + own)
    else:
        member.setsockopt(socket.IPPROTO_IP, IP_ADD_SOURCE_MEMBERSHIP, wanted + own + socket.inet_aton(source))
    connections.append(member)


def own_address():
    """IPv4 address of the device."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        return socket.inet_ntoa(fcntl.ioctl(control, SIOCGIFADDR, struct.pack("256s", DEVICE.encode()))[20:24])


def write_checksums():
    """Linux writes checksums itself and does not leave them to the device (ethtool -K eth0 tx off)."""
    off = ctypes.create_string_buffer(struct.pack("=II", ETHTOOL_STXCSUM, 0))
    request = struct.pack("16sP", DEVICE.encode(), ctypes.addressof(off)).ljust(40, b"\0")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SIOCETHTOOL, request)


def received():
    return frames[:]


def forget():
    frames.clear()


verbs = {
    verb.__name__: verb
    for verb in (
        serve,
        ask,
        flood,
        serve_octets,
        serve_lines,
        connect,
        say,
        fetch_octets,
        serve_dhcp,
        send,
        ping,
        send_packet,
        join,
        write_checksums,
        received,
        forget,
    )
}


def answer(question):
    reply = {"id": question.pop("id")}
    try:
        reply["result"] = verbs[question.pop("do")](**question)
    except Exception as error:
        reply["error"] = str(error)
    with lock:
        print(json.dumps(reply), flush=True)


capture()
print(json.dumps({"id": 0, "result": None}), flush=True)
for line in sys.stdin:
    threading.Thread(target=answer, args=(json.loads(line),), daemon=True).start()
