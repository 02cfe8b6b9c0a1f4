#!/usr/bin/python3
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""Passes the question of mkprofile serve to a service behind a socket. See as-a-service.md."""
import socket
import sys


def main() -> int:
    if len(sys.argv) != 2:
        print("usage: ask.py SOCKET", file=sys.stderr)
        return 64
    try:
        with socket.socket(socket.AF_UNIX) as service:
            service.connect(sys.argv[1])
            service.sendall(sys.stdin.buffer.readline(65536))
            service.shutdown(socket.SHUT_WR)
            answer = b""
            while len(answer) <= 65536 and (more := service.recv(4096)):
                answer += more
    except OSError as error:
        print(f"{sys.argv[1]}: {error.strerror}", file=sys.stderr)
        return 1
    if not answer:
        print(f"{sys.argv[1]}: no answer; its journal says why", file=sys.stderr)
        return 1
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
