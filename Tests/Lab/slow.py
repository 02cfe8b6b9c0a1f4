#!/usr/bin/env python3
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""slow.py NAME PEER PROCESS MILLISECONDS: a cable between this network namespace and that of a process,
with an interface at either end, on which each frame takes so long. It is what the queueing discipline
netem does, for kernels that have none."""

import collections
import ctypes
import fcntl
import os
import select
import struct
import sys
import time

TUNSETIFF, TAP, NO_HEADER, OTHER_NETWORK = 0x400454CA, 0x0002, 0x1000, 0x40000000


def interface(name):
    """An Ethernet interface of this namespace, as a file of frames."""
    file = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(file, TUNSETIFF, struct.pack("16sH22x", name.encode(), TAP | NO_HEADER))
    return file


def enter(process):
    """Goes to the network namespace of a process."""
    library = ctypes.CDLL(None, use_errno=True)
    with open(f"/proc/{process}/ns/net") as place:
        if library.setns(place.fileno(), OTHER_NETWORK) != 0:
            raise OSError(ctypes.get_errno(), "setns")


def carry(ends, seconds):
    """Carries frames from each end to the other one for ever, each `seconds` late."""
    waiting = {end: collections.deque() for end in ends}
    others = dict(zip(ends, reversed(ends)))
    while True:
        due = [frames[0][0] for frames in waiting.values() if frames]
        pause = max(0, min(due) - time.monotonic()) if due else None
        for end in select.select(ends, [], [], pause)[0]:
            try:
                waiting[others[end]].append((time.monotonic() + seconds, os.read(end, 65536)))
            except OSError:  # An interface that is not up yet.
                time.sleep(0.001)
        now = time.monotonic()
        for end, frames in waiting.items():
            while frames and frames[0][0] <= now:
                try:
                    os.write(end, frames.popleft()[1])
                except OSError:  # A cable loses what nobody takes.
                    pass


def main():
    name, peer, process, milliseconds = sys.argv[1:]
    near = interface(name)
    enter(process)
    far = interface(peer)
    print("ready", flush=True)
    carry([near, far], int(milliseconds) / 1000)


if __name__ == "__main__":
    main()
