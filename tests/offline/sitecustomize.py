"""Refuses sockets in the Python processes that tests start."""

import socket


def _refuse(*_: object, **__: object) -> None:
    raise OSError("sockets are off in tests")


for name in ("connect", "connect_ex", "bind", "sendto"):
    setattr(socket.socket, name, _refuse)
socket.getaddrinfo = _refuse
