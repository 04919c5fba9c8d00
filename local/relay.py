"""A relay from one address of this machine to its loopback, so that a container reaches what listens there only."""

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

_CHUNK = 65536


@contextmanager
def relay(address: str, ports: set[int]) -> Iterator[None]:
    """Pass what arrives at `address` on each of `ports` to the same port of the loopback, until the block is left.

    Raises OSError when `address` is not one of this machine.
    """
    with ExitStack() as open_sockets:
        for port in ports:
            listener = open_sockets.enter_context(socket.create_server((address, port)))
            threading.Thread(target=_accept, args=(listener, port), daemon=True).start()
            # Wakes the accepting thread, which closing alone would not.
            open_sockets.callback(listener.shutdown, socket.SHUT_RDWR)
        yield


def _accept(listener: socket.socket, port: int) -> None:
    while True:
        try:
            caller, _ = listener.accept()
        except OSError:
            return
        try:
            service = socket.create_connection(("127.0.0.1", port))
        except OSError:
            caller.close()
            continue
        for source, target in ((caller, service), (service, caller)):
            threading.Thread(target=_pass_on, args=(source, target), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    try:
        while chunk := source.recv(_CHUNK):
            target.sendall(chunk)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        source.close()
        target.close()


def main() -> None:
    """Relay until the process is ended: `python -m local.relay ADDRESS PORT…`."""
    address, *ports = sys.argv[1:]
    with relay(address, {int(port) for port in ports}):
        threading.Event().wait()


if __name__ == "__main__":
    main()
