"""The relay passes bytes both ways, and is gone when it is left."""

import http.server
import socket
import threading

import pytest
import urllib3

from local.relay import relay

# The whole of 127/8 is this machine: a second address to listen at.
ELSEWHERE = "127.0.0.2"


@pytest.fixture
def port():
    class Answers(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_what_arrives_there_is_answered_from_here(port):
    body = b"laurel" * 100_000
    with relay(ELSEWHERE, {port}):
        answer = urllib3.request("POST", f"http://{ELSEWHERE}:{port}/", body=body, retries=False)
        assert answer.data == body


def test_it_is_gone_when_it_is_left(port):
    with relay(ELSEWHERE, {port}):
        pass
    with pytest.raises(ConnectionRefusedError), socket.create_connection((ELSEWHERE, port)):
        pass


def test_an_address_of_another_machine_is_an_error():
    with pytest.raises(OSError, match="assign"), relay("192.0.2.200", {54321}):
        pass
