"""What the local servers share: connections that stay open, and answers that leave in one piece."""

from http.server import BaseHTTPRequestHandler


class HttpHandler(BaseHTTPRequestHandler):
    """A handler of HTTP/1.1 requests.

    An answer in two pieces waits 40 ms: its second piece for the acknowledgment of the first, which the other side
    holds back.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
