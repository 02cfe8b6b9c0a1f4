# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""A machine with systemd: a container without any connection but to the world of the trial."""

import os
import subprocess
import time


class Failure(Exception):
    """A command on the machine failed."""


class Machine:
    """A system in a folder, booted. The folder stays as it is: changes lie in the world's."""

    def __init__(self, system, world):
        self.system, self.world = system, world
        self.root = f"{world.folder}/machine/root"
        self.container, self.leader = None, None

    def boot(self):
        layers = [f"{self.world.folder}/machine/{name}" for name in ("root", "changes", "work")]
        for folder in layers:
            os.makedirs(folder)
            os.chmod(folder, 0o755)
        subprocess.run(
            ["mount", "-t", "overlay", "overlay", "-o",
             f"lowerdir={self.system},upperdir={layers[1]},workdir={layers[2]}", self.root], check=True)
        for name, target in (("resolv.conf", "/etc/resolv.conf"),
                             ("ca/root.pem", "/usr/local/share/ca-certificates/trial.crt")):
            place = self.root + target
            if os.path.lexists(place):
                os.remove(place)
            with open(f"{self.world.folder}/{name}") as file, open(place, "w") as out:
                out.write(file.read())
        log = open(f"{self.world.folder}/machine.log", "w")
        self.container = subprocess.Popen(
            ["systemd-nspawn", "--directory", self.root, "--boot", "--register=no", "--keep-unit",
             "--console=pipe", "--resolv-conf=off", "--timezone=off", "--link-journal=no", "--machine=trial",
             f"--network-namespace-path=/proc/{self.world.client.pid}/ns/net"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            env=dict(os.environ, SYSTEMD_NSPAWN_LOCK="0", SYSTEMD_NSPAWN_UNIFIED_HIERARCHY="1"))
        for _ in range(300):
            time.sleep(0.2)
            self.leader = self.first_child()
            if self.leader and self.do("systemctl is-system-running").stdout.strip() in (
                    "running", "degraded"):
                break
            if self.container.poll() is not None:
                raise Failure("systemd-nspawn: " + open(log.name).read()[-2000:])
        else:
            raise Failure("the machine does not boot")
        self.run("update-ca-certificates")

    def first_child(self):
        path = f"/proc/{self.container.pid}/task/{self.container.pid}/children"
        try:
            with open(path) as file:
                return (file.read().split() or [None])[0]
        except OSError:
            return None

    def do(self, command):
        """Types a command as root; gives what became of it."""
        return subprocess.run(
            ["nsenter", "--target", self.leader, "--all", "--", "/usr/bin/env", "-i", "HOME=/root",
             "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
             "DEBIAN_FRONTEND=noninteractive", "/bin/bash", "-c", f"cd /root && {command}"],
            capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)

    def run(self, command):
        """Types a command that must succeed; gives what it wrote."""
        done = self.do(command)
        if done.returncode != 0:
            raise Failure(f"# {command}\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
        return done.stdout

    def show(self, *properties):
        """Properties of the service, in order, with blanks between them."""
        return " ".join(self.run(f"systemctl show -P {name} mkprofile.service").strip()
                        for name in properties)

    def ask(self, url):
        """What a URL answers that only the machine itself can reach."""
        return subprocess.run(
            ["nsenter", "--target", self.leader, "--net", "--", "curl", "-sf", "--noproxy", "*", url],
            capture_output=True, text=True, check=False).stdout

    def stop(self):
        if self.container is None:
            return
        self.container.terminate()
        try:
            self.container.wait(60)
        except subprocess.TimeoutExpired:
            self.container.kill()
            self.container.wait()
        subprocess.run(["umount", self.root], check=False)
