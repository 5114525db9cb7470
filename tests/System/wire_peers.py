"""Peers of libzmq against our sockets. Arguments: the ports of a ROUTER that echoes (and publishes when asked), an XPUB, a heartbeat.

Prints one line for each claim: the claim, a tab, and what was wrong with it (nothing when it holds)."""
import os
import statistics
import sys
import time

import zmq

router, publisher, heartbeat = (f"tcp://127.0.0.1:{port}" for port in sys.argv[1:4])
context = zmq.Context()


def open_socket(kind, address, identity=None):
    socket = context.socket(kind)
    socket.linger, socket.rcvtimeo, socket.sndtimeo, socket.rcvhwm, socket.sndhwm = 0, 20000, 20000, 0, 0
    if identity:
        socket.identity = identity
    socket.connect(address)
    return socket


def claim(text, check):
    try:
        problem = check() or ""
    except Exception as e:  # a check that breaks has failed
        problem = f"{type(e).__name__}: {e}"
    print(f"{text}\t{problem}", flush=True)


def differs(got, wanted):
    return None if got == wanted else f"got {str(got)[:200]}, wanted {str(wanted)[:200]}"


def dealer():
    with open_socket(zmq.DEALER, router) as socket:
        frames = [b"", b"a", b"b" * 255, b"c" * 256, os.urandom(70000)]
        socket.send_multipart(frames)
        return differs(socket.recv_multipart(), frames)


def request():
    with open_socket(zmq.REQ, router) as socket:
        socket.send(b"question")
        return differs(socket.recv(), b"question")


def beat():
    with open_socket(zmq.REQ, heartbeat) as socket:
        for i in range(100):
            socket.send(b"%d" % i)
            if socket.recv() != b"%d" % i:
                return f"beat {i} came back changed"


def identities():
    one, two = open_socket(zmq.DEALER, router, b"one"), open_socket(zmq.DEALER, router, b"two")
    with one, two:
        one.send_multipart([b"who"])
        two.send_multipart([b"who"])
        return differs((one.recv(), two.recv()), (b"one", b"two"))


def reconnects():
    for i in range(300):
        with open_socket(zmq.DEALER, router, b"the same client") as socket:
            socket.send(b"%d" % i)
            if socket.recv() != b"%d" % i:
                return f"connection {i} got something else"


def large():
    with open_socket(zmq.DEALER, router) as socket:
        blob = os.urandom(20 << 20)
        start = time.perf_counter()
        socket.send_multipart([b"blob", blob])
        got = socket.recv_multipart()
        print(f"# 20 MB and back: {1e3 * (time.perf_counter() - start):.0f} ms", flush=True)
        return None if got == [b"blob", blob] else "the bytes differ"


def many():
    with open_socket(zmq.DEALER, router) as socket:
        start = time.perf_counter()
        for i in range(10000):
            socket.send_multipart([b"small", b"%d" % i])
        got = [socket.recv_multipart()[1] for _ in range(10000)]
        print(f"# 10,000 small messages and back: {1e3 * (time.perf_counter() - start):.0f} ms", flush=True)
        return None if got == [b"%d" % i for i in range(10000)] else "lost or out of order"


def latency():
    with open_socket(zmq.DEALER, router) as socket:
        times = []
        for i in range(1000):
            start = time.perf_counter()
            socket.send(b"x")
            socket.recv()
            times.append(1e6 * (time.perf_counter() - start))
        print(f"# round trip: median {statistics.median(times):.0f} µs, slowest {max(times):.0f} µs", flush=True)


def subscription():
    with open_socket(zmq.SUB, publisher) as socket, open_socket(zmq.DEALER, router) as asker:
        socket.subscribe(b"topic")
        if socket.recv_multipart() != [b"topic", b"welcome"]:
            return "no welcome"
        asker.send_multipart([b"publish", b"100000", b"80", b"topic"])
        asker.recv_multipart()
        start = time.perf_counter()
        for i in range(100000):
            _, body = socket.recv_multipart()
            if int(body[:8]) != i:
                return f"message {i} is missing"
        print(f"# 100,000 published messages of 80 bytes: {1e3 * (time.perf_counter() - start):.0f} ms", flush=True)
        socket.unsubscribe(b"topic")
        socket.subscribe(b"other")
        if socket.recv_multipart() != [b"other", b"welcome"]:
            return "no welcome to another topic"
        asker.send_multipart([b"publish", b"1", b"80", b"topic"])
        asker.recv_multipart()
        asker.send_multipart([b"publish", b"1", b"80", b"other things"])
        asker.recv_multipart()
        return differs(socket.recv_multipart()[0], b"other things")


def pings():
    with context.socket(zmq.DEALER) as socket:
        socket.linger, socket.rcvtimeo = 0, 5000
        socket.heartbeat_ivl, socket.heartbeat_timeout, socket.reconnect_ivl = 50, 100, -1   # without PONG the connection ends, for good
        socket.connect(router)
        time.sleep(0.5)
        socket.send(b"alive")
        return differs(socket.recv(), b"alive")


claim("DEALER: frames of every size come back as they were", dealer)
claim("REQ: the empty delimiter goes through", request)
claim("REQ: 100 heartbeats", beat)
claim("a ROUTER reply goes to the identity named", identities)
claim("300 reconnects under one identity", reconnects)
claim("20 MB and back", large)
claim("10,000 small messages arrive in order", many)
claim("1,000 round trips", latency)
claim("SUB: a welcome, 100,000 messages without loss, topics by prefix, an unsubscription", subscription)
claim("libzmq's own PINGs are answered", pings)
